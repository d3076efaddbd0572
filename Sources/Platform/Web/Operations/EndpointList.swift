import Base

/// The endpoints as people read them, by block: the page `/api`.
struct EndpointList: ViewModel {
    private let groups: [Members]

    init(_ routes: [Route]) {
        var tags: [(String, [Members])] = []
        for route in routes {
            guard let endpoint = route.endpoint, let template = PathPattern(route.path)?.template else { continue }
            let row: Members = [
                "method": endpoint.method.rawValue, "path": template, "summary": endpoint.summary, "id": endpoint.id,
                "needsKey": route.needsKey, "hasParameters": !endpoint.parameters.isEmpty,
                "parameters": endpoint.parameters.map { parameter -> Members in
                    ["name": parameter.name, "description": parameter.description, "required": parameter.required]
                },
            ]
            if let index = tags.firstIndex(where: { $0.0 == endpoint.tag }) {
                tags[index].1.append(row)
            } else {
                tags.append((endpoint.tag, [row]))
            }
        }
        groups = tags.map { ["tag": $0.0, "endpoints": $0.1] }
    }

    func member(_ name: String) -> Any? { name == "groups" ? groups : nil }
}

extension Route {
    var needsKey: Bool { if case .client = access { true } else { false } }
}
