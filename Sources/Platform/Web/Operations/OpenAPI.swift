import Base

/// The description of all endpoints in OpenAPI 3.1, derived from their declarations.
enum OpenAPI {
    static func document(_ site: Site, _ routes: [Route]) -> JSON {
        let described = routes.compactMap { route in route.endpoint.map { (route, $0) } }
        var paths: [(String, [JSON.Member])] = []
        for (route, endpoint) in described {
            guard let template = PathPattern(route.path)?.template else { continue }
            let operation = JSON.Member(endpoint.method.rawValue.lowercased(), operation(route, endpoint))
            if let index = paths.firstIndex(where: { $0.0 == template }) {
                paths[index].1.append(operation)
            } else {
                paths.append((template, [operation]))
            }
        }
        let tags = described.map(\.1.tag).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        return [
            "openapi": "3.1.0",
            "info": ["title": .string(site.name(in: .english)), "version": "1"],
            "servers": [["url": .string(site.address)]],
            "tags": .array(tags.map { ["name": .string($0)] }),
            "paths": .object(paths.sorted { $0.0 < $1.0 }.map { JSON.Member($0.0, .object($0.1)) }),
            "components": components,
        ]
    }

    private static func operation(_ route: Route, _ endpoint: Endpoint) -> JSON {
        var members: [JSON.Member] = [
            .init("operationId", .string(endpoint.id)), .init("summary", .string(endpoint.summary)),
            .init("tags", [.string(endpoint.tag)]),
        ]
        let parameters = parameters(route, endpoint)
        if !parameters.isEmpty { members.append(.init("parameters", .array(parameters))) }
        if !endpoint.body.isEmpty {
            members.append(.init("requestBody", ["required": true, "content": content(endpoint.body)]))
        }
        members.append(.init("responses", responses(endpoint)))
        if case .client = route.access { members.append(.init("security", [["key": []], ["bearer": []]])) }
        return .object(members)
    }

    /// Every name in the path is described, also one that the declaration forgot.
    private static func parameters(_ route: Route, _ endpoint: Endpoint) -> [JSON] {
        let declared = endpoint.parameters.map { parameter($0) }
        let names = Set(endpoint.parameters.filter { $0.place == .path }.map(\.name))
        let forgotten = (PathPattern(route.path)?.names ?? []).filter { !names.contains($0) }
        return declared + forgotten.map { parameter(.init($0, in: .path, required: true, "")) }
    }

    private static func parameter(_ parameter: Endpoint.Parameter) -> JSON {
        var members: [JSON.Member] = [
            .init("name", .string(parameter.name)), .init("in", .string(parameter.place.rawValue)),
            .init("required", .bool(parameter.required || parameter.place == .path)),
        ]
        if !parameter.description.isEmpty { members.append(.init("description", .string(parameter.description))) }
        members.append(.init("schema", parameter.schema))
        return .object(members)
    }

    private static func responses(_ endpoint: Endpoint) -> JSON {
        var members = endpoint.responses.sorted { $0.key < $1.key }.map { status, response in
            var answer: [JSON.Member] = [.init("description", .string(response.description))]
            if !response.content.isEmpty { answer.append(.init("content", content(response.content))) }
            return JSON.Member("\(status)", .object(answer))
        }
        if endpoint.rejection == nil {
            members.append(.init("default", ["$ref": "#/components/responses/Problem"]))
        }
        if members.isEmpty { members.append(.init("default", ["description": "An answer."])) }
        return .object(members)
    }

    private static func content(_ schemas: [String: JSON]) -> JSON {
        .object(schemas.sorted { $0.key < $1.key }.map { JSON.Member($0.key, ["schema": $0.value]) })
    }

    private static let components: JSON = [
        "securitySchemes": [
            "key": ["type": "apiKey", "in": "query", "name": "api_key"],
            "bearer": ["type": "http", "scheme": "bearer"],
        ],
        "responses": [
            "Problem": [
                "description": "Why it could not be done (RFC 9457).",
                "content": ["application/problem+json": ["schema": ["$ref": "#/components/schemas/Problem"]]],
            ]
        ],
        "schemas": [
            "Problem": [
                "type": "object", "required": ["type", "title", "status"],
                "properties": [
                    "type": ["type": "string", "format": "uri"], "title": ["type": "string"],
                    "status": ["type": "integer"], "detail": ["type": "string"],
                    "instance": ["type": "string", "format": "uri"],
                    "errors": [
                        "type": "array",
                        "items": [
                            "type": "object", "required": ["field", "message"],
                            "properties": ["field": ["type": "string"], "message": ["type": "string"]],
                        ],
                    ],
                ],
            ]
        ],
    ]
}
