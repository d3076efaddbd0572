import AsyncHTTPClient
import Base
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import Store

/// Sends signed requests, and again where the server fails.
struct S3Requests: Sendable {
    let settings: S3FileStore.Settings
    let client: HTTPClient
    let time: TimeSource
    let logger: Logger

    /// SHA-256 of nothing.
    static let emptyDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    /// - Parameters:
    ///   - key: the object's name, or empty for the bucket itself.
    ///   - accepting: what is an answer beside success.
    ///   - body: makes the body, anew for each attempt.
    func send(
        _ method: HTTPMethod, _ key: String, headers: [String: String] = [:],
        payloadDigest: String = emptyDigest, accepting: Set<HTTPResponseStatus> = [],
        body: (@Sendable () async throws -> HTTPClientRequest.Body)? = nil
    ) async throws -> HTTPClientResponse {
        var attempt = 1
        while true {
            var failure = ""
            do {
                var request = request(method, key, headers, payloadDigest)
                request.body = try await body?()
                let response = try await client.execute(
                    request, timeout: .nanoseconds(settings.timeout.microseconds * 1000))
                let status = response.status
                if (200..<300).contains(status.code) || accepting.contains(status) { return response }
                failure = "\(status.code) \(status.reasonPhrase)"
                // A refusal (who, what) will not change; overload and breakdown may.
                guard status.code >= 500 || status == .tooManyRequests || status == .requestTimeout else {
                    throw FileStoreError.unavailable(failure)
                }
            } catch let error as FileStoreError {
                throw error
            } catch let error as CancellationError {
                throw error
            } catch {
                failure = "\(error)"
            }
            logger.warning("a request for a file failed", metadata: ["reason": "\(failure)", "attempt": "\(attempt)"])
            guard attempt < settings.attempts else { throw FileStoreError.unavailable(failure) }
            let longest = 0.2 * Double(1 << attempt)
            try await Task.sleep(for: .seconds(Double.random(in: longest / 2...longest)))
            attempt += 1
        }
    }

    private func request(
        _ method: HTTPMethod, _ key: String, _ headers: [String: String], _ payloadDigest: String
    ) -> HTTPClientRequest {
        let path = ("/" + settings.bucket + (key.isEmpty ? "" : "/" + key))
            .split(separator: "/", omittingEmptySubsequences: false)
            .map { AWSSignature.encoded(String($0)) }.joined(separator: "/")
        let endpoint = settings.endpoint.hasSuffix("/") ? String(settings.endpoint.dropLast()) : settings.endpoint
        var signed = headers
        signed["host"] = endpoint.split(separator: "://").last.map { String($0) } ?? endpoint
        signed["x-amz-date"] = Self.date(time.now())
        signed["x-amz-content-sha256"] = payloadDigest
        let signature = AWSSignature(
            accessKey: settings.accessKey, secretKey: settings.secretKey, region: settings.region)
        var request = HTTPClientRequest(url: endpoint + path)
        request.method = method
        for (name, value) in signed { request.headers.replaceOrAdd(name: name, value: value) }
        request.headers.replaceOrAdd(
            name: "authorization",
            value: signature.authorization(
                method: method.rawValue, path: path, headers: signed, date: signed["x-amz-date", default: ""],
                payloadDigest: payloadDigest))
        return request
    }

    /// `20130524T000000Z`
    static func date(_ instant: Instant) -> String {
        var seconds = time_t(instant.seconds)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func digits(_ number: Int32, _ count: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, count - text.count)) + text
        }
        return digits(parts.tm_year + 1900, 4) + digits(parts.tm_mon + 1, 2) + digits(parts.tm_mday, 2) + "T"
            + digits(parts.tm_hour, 2) + digits(parts.tm_min, 2) + digits(parts.tm_sec, 2) + "Z"
    }
}
