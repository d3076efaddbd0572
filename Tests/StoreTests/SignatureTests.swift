import Base
@testable import StoreS3
import Testing

@Suite("Requests to an S3 store are signed as AWS documents it")
struct SignatureTests {
    private let signature = AWSSignature(
        accessKey: "AKIAIOSFODNN7EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", region: "us-east-1")

    @Test("GET of a part of an object (the manual's first example)")
    func getObject() {
        let value = signature.authorization(
            method: "GET", path: "/test.txt",
            headers: [
                "host": "examplebucket.s3.amazonaws.com", "range": "bytes=0-9",
                "x-amz-content-sha256": S3Requests.emptyDigest, "x-amz-date": "20130524T000000Z",
            ], date: "20130524T000000Z", payloadDigest: S3Requests.emptyDigest)
        #expect(value.hasSuffix("Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"))
    }

    @Test("a list of objects, with a query (the manual's fourth example)")
    func listObjects() {
        let value = signature.authorization(
            method: "GET", path: "/", query: [("max-keys", "2"), ("prefix", "J")],
            headers: [
                "host": "examplebucket.s3.amazonaws.com", "x-amz-content-sha256": S3Requests.emptyDigest,
                "x-amz-date": "20130524T000000Z",
            ], date: "20130524T000000Z", payloadDigest: S3Requests.emptyDigest)
        #expect(value.hasSuffix("Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"))
    }

    @Test("time is written as the signature wants it")
    func date() {
        #expect(S3Requests.date(.init(seconds: 1_369_353_600)) == "20130524T000000Z")
    }
}
