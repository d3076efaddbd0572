import Base
import Foundation

/// Reads `service-requests/` of a jurisdiction: `groups.yaml`, `settings.yaml` and every file in `categories/`.
public struct CategoryReader: Sendable {
    /// The keys of the agencies that categories may name.
    public var agencies: Set<String>
    /// The languages that every text must be in, the default first.
    public var languages: [Language]

    public init(agencies: Set<String>, languages: [Language]) {
        self.agencies = agencies
        self.languages = languages
    }

    /// Throws `DefinitionError`, which names file and line.
    public func catalogue(folder: String) throws -> CategoryCatalogue {
        let groups = try groups(read(folder, "groups.yaml"))
        let settings =
            FileManager.default.fileExists(atPath: folder + "/settings.yaml")
            ? try settings(read(folder, "settings.yaml")) : RequestSettings()
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder + "/categories")) ?? []
        var categories: [Category] = []
        for name in names.sorted() where name.hasSuffix(".yaml") {
            for node in try read(folder, "categories/" + name).elements() {
                let category = try self.category(node, groups: Set(groups.map(\.key)))
                guard !categories.contains(where: { $0.code == category.code }) else {
                    throw node.fault("the code “\(category.code)” is used twice")
                }
                categories.append(category)
            }
        }
        guard !categories.isEmpty else {
            throw DefinitionError(file: folder + "/categories", line: nil, message: "there are no categories")
        }
        try checkFamilies(categories, folder: folder)
        return CategoryCatalogue(groups: groups, categories: categories, settings: settings)
    }

    private func read(_ folder: String, _ name: String) throws -> DefinitionNode {
        let path = folder + "/" + name
        guard let data = FileManager.default.contents(atPath: path), let text = String(bytes: data, encoding: .utf8)
        else { throw DefinitionError(file: path, line: nil, message: "the file is missing or not UTF-8 text") }
        return try DefinitionNode.parse(text, file: path, languages: languages)
    }

    private func checkFamilies(_ categories: [Category], folder: String) throws {
        let codes = Set(categories.map(\.code))
        for category in categories {
            for other in category.similar?.with ?? [] where !codes.contains(other) {
                throw DefinitionError(
                    file: folder + "/categories", line: nil,
                    message: "“\(category.code)” is compared with “\(other)”, which there is not")
            }
        }
    }

    func groups(_ node: DefinitionNode) throws -> [CategoryGroup] {
        try node.pairs().map { CategoryGroup(key: $0.name, name: try $0.value.localized()) }
    }

    /// One category.
    func category(_ node: DefinitionNode, groups: Set<String>) throws -> Category {
        let members = try node.members([
            "code", "name", "description", "group", "keywords", "agency", "notice", "due", "icon", "location", "photo",
            "priority", "sensitive", "answering", "similar", "questions",
        ])
        func required(_ name: String) throws -> DefinitionNode {
            guard let member = members[name] else { throw node.fault("“\(name)” is missing") }
            return member
        }
        let group = try required("group")
        guard groups.contains(try group.text()) else { throw group.fault("there is no group “\(try group.text())”") }
        let agency = try required("agency")
        guard agencies.contains(try agency.text()) else {
            throw agency.fault("there is no agency “\(try agency.text())”")
        }
        return Category(
            code: try required("code").key(), name: try required("name").localized(),
            description: try required("description").localized(), group: try group.text(),
            keywords: try members["keywords"]?.localized(), agency: try agency.text(),
            notice: try members["notice"]?.localized(), due: try members["due"].map(due),
            icon: try members["icon"]?.key() ?? "report",
            location: try members["location"]?.choice(Category.Need.self) ?? .required,
            photo: try members["photo"]?.choice(Category.Need.self) ?? .optional,
            priority: try members["priority"]?.choice(Category.Priority.self) ?? .normal,
            isSensitive: try members["sensitive"]?.bool() ?? false,
            answering: try members["answering"]?.choice(Category.Answering.self) ?? .realtime,
            similar: try members["similar"].map(similar), questions: try members["questions"].map(questions) ?? [])
    }

    private func due(_ node: DefinitionNode) throws -> DueRule {
        let members = try node.members(["working-days", "working-hours"])
        switch (members["working-days"], members["working-hours"]) {
        case (let days?, nil): return .workingDays(try days.integer(in: 0...1000))
        case (nil, let hours?): return .workingHours(try hours.integer(in: 1...10_000))
        default: throw node.fault("write either working-days or working-hours")
        }
    }

    private func similar(_ node: DefinitionNode) throws -> Category.Similar {
        let members = try node.members(["radius", "days", "with"])
        return Category.Similar(
            radius: Double(try members["radius"]?.integer(in: 1...5000) ?? 50),
            days: try members["days"]?.integer(in: 1...730) ?? 60,
            with: try members["with"]?.elements().map { try $0.key() } ?? [])
    }

    private func questions(_ node: DefinitionNode) throws -> [Question] {
        var found: [Question] = []
        for (index, element) in try node.elements().enumerated() {
            let question = try self.question(element, order: index + 1)
            guard !found.contains(where: { $0.code == question.code }) else {
                throw element.fault("the question “\(question.code)” is there twice")
            }
            found.append(question)
        }
        return found
    }

    private func question(_ node: DefinitionNode, order: Int) throws -> Question {
        let members = try node.members(["code", "type", "required", "asked", "text", "hint", "values"])
        guard let code = members["code"], let text = members["text"], let type = members["type"] else {
            throw node.fault("a question needs code, type and text")
        }
        let kind = try type.choice(Question.Kind.self)
        let values =
            try members["values"]?.pairs().map { pair in
                Question.Value(key: pair.name, name: try pair.value.localized())
            } ?? []
        guard kind.isList == !values.isEmpty else {
            throw node.fault(kind.isList ? "a list needs values" : "only lists have values")
        }
        return Question(
            code: try code.key(), kind: kind, isRequired: try members["required"]?.bool() ?? false,
            isAsked: try members["asked"]?.bool() ?? true, order: order, text: try text.localized(),
            hint: try members["hint"]?.localized(), values: values)
    }

    func settings(_ node: DefinitionNode) throws -> RequestSettings {
        let members = try node.members([
            "page-size", "photo-megabytes", "photos-per-report", "contact-days", "reopen-days", "open311", "purposes",
        ])
        var settings = RequestSettings()
        if let size = try members["page-size"]?.integer(in: 5...100) { settings.pageSize = size }
        if let megabytes = try members["photo-megabytes"]?.integer(in: 1...20) {
            settings.photoBytes = megabytes * 1_000_000
        }
        if let photos = try members["photos-per-report"]?.integer(in: 0...3) { settings.photosPerReport = photos }
        if let days = try members["contact-days"]?.integer(in: 1...3650) { settings.contactDays = days }
        if let days = try members["reopen-days"]?.integer(in: 0...365) { settings.reopenDays = days }
        if let purposes = try members["purposes"]?.elements().map({ try $0.key() }) { settings.purposes = purposes }
        if let open311 = try members["open311"]?.members(["key-required", "contact", "key-service"]) {
            if let needed = try open311["key-required"]?.bool() { settings.open311NeedsKey = needed }
            if let contact = try open311["contact"]?.text() { settings.open311Contact = contact }
            if let service = try open311["key-service"]?.text() { settings.open311KeyService = service }
        }
        return settings
    }
}
