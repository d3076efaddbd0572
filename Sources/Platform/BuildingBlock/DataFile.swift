import Base
import Foundation
import Yams

/// A YAML file of a jurisdiction. Whatever is wrong with it is told with the file, the line and what to do.
///
/// ```swift
/// let file = try DataFile("Jurisdictions/larkhaven/agencies.yaml")
/// let agencies = try file.read(AgencyList.self)
/// guard … else { throw file.mistake(at: ["agencies", 3, "email"], "is not an e-mail address") }
/// ```
///
/// Records that decode with `decoder.record(keyedBy:)` refuse keys they do not know, so that a misspelt key is found.
public struct DataFile {
    /// As it was given, for messages.
    public let path: String
    private let root: Node

    public init(_ path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DataFileError(file: path, line: nil, message: "there is no such file, or it cannot be read")
        }
        try self.init(String(decoding: data, as: UTF8.self), path: path)
    }

    /// From its text; `path` only names it.
    public init(_ yaml: String, path: String) throws {
        self.path = path
        do {
            guard let root = try Yams.compose(yaml: yaml) else {
                throw DataFileError(file: path, line: nil, message: "the file is empty")
            }
            self.root = root
        } catch let error as YamlError {
            throw DataFileError(file: path, yaml: error)
        }
    }

    /// - Parameter original: the language of texts that do not say theirs.
    public func read<Value: Decodable>(_ type: Value.Type, original: Language = .english) throws -> Value {
        do {
            return try YAMLDecoder().decode(type, from: root, userInfo: [.originalLanguage: original])
        } catch let error as DecodingError {
            throw mistake(error)
        }
    }

    /// An error at the place to which keys and indexes lead: `["agencies", 3, "email"]`.
    public func mistake(at place: [Place], _ message: String) -> DataFileError {
        var node = root
        var line = root.mark?.line
        for step in place {
            guard let next = node.child(step) else { break }
            // A mapping is found by the line of its key: that is what a person looks for.
            line = next.line ?? line
            node = next.node
        }
        let name = place.map(\.description).joined(separator: " › ")
        return DataFileError(file: path, line: line, message: name.isEmpty ? message : "\(name): \(message)")
    }

    /// A step into the file.
    public enum Place: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, CustomStringConvertible {
        case key(String)
        case index(Int)
        public init(stringLiteral key: String) { self = .key(key) }
        public init(integerLiteral index: Int) { self = .index(index) }
        public var description: String {
            switch self {
            case .key(let key): key
            case .index(let index): "number \(index + 1)"
            }
        }
    }

    private func mistake(_ error: DecodingError) -> DataFileError {
        switch error {
        case .keyNotFound(let key, let context):
            return mistake(at: places(context.codingPath), "\(key.stringValue) is missing")
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            return mistake(at: places(context.codingPath), context.debugDescription)
        @unknown default:
            return mistake(at: [], String(describing: error))
        }
    }

    private func places(_ path: [any CodingKey]) -> [Place] {
        path.map { key in key.intValue.map(Place.index) ?? .key(key.stringValue) }
    }
}

/// What is wrong with a file of a jurisdiction: `Jurisdictions/larkhaven/agencies.yaml:12: agencies › number 3: name is missing`.
public struct DataFileError: Error, Hashable, Sendable, CustomStringConvertible {
    public var file: String
    /// From 1; `nil` where the whole file is meant.
    public var line: Int?
    public var message: String

    public init(file: String, line: Int?, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    public var description: String { "\(file):\(line.map { "\($0):" } ?? "") \(message)" }
}

extension Decoder {
    /// A record that has no other keys than those of `Key`; the error for another names it and its place.
    public func record<Key: CodingKey & CaseIterable>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        let known = Set(Key.allCases.map(\.stringValue))
        for key in try container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
            let message = "is not a key known here; known are \(known.sorted().joined(separator: ", "))"
            throw DecodingError.dataCorrupted(.init(codingPath: codingPath + [key], debugDescription: message))
        }
        return try container(keyedBy: type)
    }
}

private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int?
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
}

extension Node {
    fileprivate func child(_ place: DataFile.Place) -> (node: Node, line: Int?)? {
        switch place {
        case .key(let name):
            guard let pair = mapping?.first(where: { $0.key.string == name }) else { return nil }
            return (pair.value, pair.key.mark?.line)
        case .index(let index):
            guard let items = sequence, items.indices.contains(index) else { return nil }
            return (items[index], items[index].mark?.line)
        }
    }
}

extension DataFileError {
    fileprivate init(file: String, yaml error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            self.init(file: file, line: mark.line, message: "not valid YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            self.init(
                file: file, line: context.mark.line,
                message: "twice the same key: \(duplicates.joined(separator: ", "))")
        default:
            self.init(file: file, line: nil, message: "not valid YAML: \(error)")
        }
    }
}
