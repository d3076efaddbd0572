import Base
import BuildingBlock
import Store
import Web

/// Public registers for programs: the same public fields as on the pages, as JSON.
struct RegistryAPI: Sendable {
    let desk: RegistryDesk

    func declare(_ routes: inout Routes) {
        routes.endpoint(
            Endpoint(
                .get, "/api/registers", id: "listRegisters", summary: "The public registers and their fields.",
                tag: "registers",
                responses: [
                    200: .init(
                        "The registers.", content: ["application/json": ["type": "array", "items": ["type": "object"]]])
                ])
        ) { call in
            .json(.array(desk.definitions.filter { $0.publicity != nil }.map { description($0, call.language) }))
        }
        let register = Endpoint.Parameter("registry", in: .path, required: true, "The key of the register.")
        let record: JSON = [
            "type": "object", "required": ["id", "validFrom", "values"],
            "properties": [
                "id": ["type": "string", "format": "uuid"], "validFrom": ["type": "string", "format": "date-time"],
                "validUntil": ["type": ["string", "null"], "format": "date-time"], "values": ["type": "object"],
            ],
        ]
        routes.endpoint(
            Endpoint(
                .get, "/api/registers/:registry/records", id: "searchRegister",
                summary: "Public records that words or a number find.",
                tag: "registers",
                parameters: [
                    register, .init("q", in: .query, "Words, or the exact value of an indexed field."),
                    .init(
                        "page_size", in: .query, "How many records to a page.",
                        schema: ["type": "integer", "minimum": 1, "maximum": 100]),
                    .init("cursor", in: .query, "Where the page begins, as `next` of the page before tells."),
                ],
                responses: [
                    200: .init(
                        "A page of records.",
                        content: [
                            "application/json": [
                                "type": "object", "required": ["records", "next"],
                                "properties": [
                                    "records": ["type": "array", "items": record],
                                    "next": ["type": ["string", "null"]],
                                ],
                            ]
                        ]),
                    400: .init("The question cannot be read.", content: Endpoint.problem),
                    404: .init("There is no such public register.", content: Endpoint.problem),
                ]), search)
        routes.endpoint(
            Endpoint(
                .get, "/api/registers/:registry/records/:id", id: "getRegisterRecord",
                summary: "One public record, as it is now.",
                tag: "registers",
                parameters: [
                    register,
                    .init(
                        "id", in: .path, required: true, "The record.", schema: ["type": "string", "format": "uuid"]),
                ],
                responses: [
                    200: .init("The record.", content: ["application/json": record]),
                    404: .init("There is no such record in force.", content: Endpoint.problem),
                ])
        ) { call in
            let definition = try definition(call)
            let id = try call.identifier("id", of: RegistryRecord.self)
            let desk = desk
            let found = try await desk.platform.database.read { tx -> RegistryRecord? in
                guard try RecordStore.registry(of: id, tx) == definition.key else { return nil }
                return try RecordStore.version(id, AsOf(valid: call.now), tx).map { $0.record(definition) }
            }
            guard let found else { throw Problem.notFound }
            return .json(json(desk.reduced(found, definition.publicFields)))
        }
    }

    private func definition(_ call: Call<Visitor>) throws -> RegistryDefinition {
        let definition = try desk.definition(call.parameter("registry"))
        guard definition.publicity != nil else { throw Problem.notFound }
        return definition
    }

    private func search(_ call: Call<Visitor>) async throws -> Reply {
        let definition = try definition(call)
        let wanted = String((call.input.query["q"] ?? "").prefix(200)).trimmed
        let size = call.pageSize(50)
        let cursor = try call.cursor()
        let after = cursor?.values.first?.string.flatMap { Identifier<RegistryRecord>($0) }
        let desk = desk
        let found = try await desk.platform.database.read { tx in
            try desk.publicRecords(definition, wanted, limit: size + 1, after: after, at: call.now, in: tx)
        }
        // What words find is one page: the best of it.
        let page = call.page(of: wanted.isEmpty ? found : Array(found.prefix(size)), size: size, after: cursor) {
            [.string($0.id.description)]
        }
        return .json(["records": .array(page.elements.map(json)), "next": page.next.map(JSON.string) ?? .null])
    }

    private func json(_ record: RegistryRecord) -> JSON {
        [
            "id": .string(record.id.description), "validFrom": .string(record.valid.from.iso8601),
            "validUntil": record.valid.isEndless ? .null : .string(record.valid.until.iso8601),
            "values": .object(
                record.definition.fields.compactMap { field in record.values[field.name].map { .init(field.name, $0) } }
            ),
        ]
    }

    private func description(_ definition: RegistryDefinition, _ language: Language) -> JSON {
        let visible = definition.publicFields
        return [
            "registry": .string(definition.key), "title": .string(definition.title(in: language)),
            "agency": .string(definition.agency),
            "fields": .array(
                definition.fields.filter { visible.contains($0.name) }.map { field in
                    [
                        "name": .string(field.name), "type": .string(field.type.rawValue),
                        "label": .string(field.label(in: language)),
                    ]
                }),
        ]
    }
}
