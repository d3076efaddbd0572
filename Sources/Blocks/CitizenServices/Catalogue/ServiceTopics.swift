import Base
import BuildingBlock
import Foundation
import Logging
import ServiceDefinition
import Web

/// The topics and life events by which a government sorts its services: `services/topics.yaml`.
struct ServiceTopics: Sendable {
    struct Topic: Sendable {
        var key: String
        var title: LocalizedText
        var text: LocalizedText?
        var icon: UI.Icon
    }

    var topics: [Topic] = []
    var lifeEvents: [Topic] = []

    /// A file with a mistake does not stand in the way of the services: they are sorted without it.
    static func read(for platform: Platform) -> ServiceTopics {
        let path = "\(platform.jurisdiction.folder)/services/topics.yaml"
        guard FileManager.default.fileExists(atPath: path) else { return ServiceTopics() }
        do {
            let file = try DataFile(path).read(File.self, original: platform.jurisdiction.languages.first ?? .english)
            return ServiceTopics(topics: file.topics.map(\.topic), lifeEvents: file.lifeEvents.map(\.topic))
        } catch {
            platform.logger.error("topics refused", metadata: ["mistake": "\(error)"])
            return ServiceTopics()
        }
    }

    /// "Having a child" → `having-a-child`, for addresses.
    static func key(_ name: String) -> String {
        name.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }).joined(separator: "-")
    }

    /// What is known of a life event that a service names; one that is not listed is called by its own name.
    func lifeEvent(_ name: String) -> Topic {
        let key = Self.key(name)
        return lifeEvents.first { $0.key == key }
            ?? Topic(
                key: key, title: LocalizedText(name.prefix(1).uppercased() + name.dropFirst(), in: .english),
                icon: .calendar)
    }

    /// Life events with their services, in the order of the file, those that it does not list at the end.
    func lifeEvents(of services: [Service]) -> [(event: Topic, services: [Service])] {
        var found: [(event: Topic, services: [Service])] = []
        for service in services {
            for name in service.lifeEvents {
                let event = lifeEvent(name)
                if let place = found.firstIndex(where: { $0.event.key == event.key }) {
                    found[place].services.append(service)
                } else {
                    found.append((event, [service]))
                }
            }
        }
        func place(_ key: String) -> Int { lifeEvents.firstIndex { $0.key == key } ?? lifeEvents.count }
        return found.sorted { (place($0.event.key), $0.event.key) < (place($1.event.key), $1.event.key) }
    }

    /// Topics with their services, in the order of the file, those that it does not list at the end.
    func topics(of services: [Service], other: LocalizedText) -> [(topic: Topic, services: [Service])] {
        func place(_ key: String) -> Int { topics.firstIndex { $0.key == key } ?? topics.count }
        return Dictionary(grouping: services) { $0.topic.map(Self.key) ?? "other" }.map { key, services in
            let known = topics.first { $0.key == key }
            let name = services.first?.topic ?? ""
            let own = Topic(
                key: key,
                title: name.isEmpty
                    ? other : LocalizedText(name.prefix(1).uppercased() + name.dropFirst(), in: .english),
                icon: .document)
            return (topic: known ?? own, services: services)
        }.sorted { (place($0.topic.key), $0.topic.key) < (place($1.topic.key), $1.topic.key) }
    }

    private struct File: Decodable {
        enum CodingKeys: String, CodingKey, CaseIterable {
            case topics
            case lifeEvents = "life events"
        }
        var topics: [Record]
        var lifeEvents: [Record]
        init(from decoder: any Decoder) throws {
            let record = try decoder.record(keyedBy: CodingKeys.self)
            topics = try record.decodeIfPresent([Record].self, forKey: .topics) ?? []
            lifeEvents = try record.decodeIfPresent([Record].self, forKey: .lifeEvents) ?? []
        }
    }

    private struct Record: Decodable {
        enum CodingKeys: String, CodingKey, CaseIterable { case name, title, text, icon }
        var topic: Topic
        init(from decoder: any Decoder) throws {
            let record = try decoder.record(keyedBy: CodingKeys.self)
            topic = Topic(
                key: ServiceTopics.key(try record.decode(String.self, forKey: .name)),
                title: try record.decode(LocalizedText.self, forKey: .title),
                text: try record.decodeIfPresent(LocalizedText.self, forKey: .text),
                icon: try record.decodeIfPresent(String.self, forKey: .icon).flatMap(UI.Icon.init) ?? .document)
        }
    }
}
