import BPMN
import FEEL

/// How a run of a process ended, for people and for programs.
struct RunResult {
    private let status: String
    private let variables: FEELContext
    private let waiting: [ProcessState.Waiting]

    init(_ run: ScriptedRun) {
        let first = run.instances.first
        status =
            switch first?.state.status {
            case .ended(let outcome): outcome.kind.words
            case .active: "active"
            case .new, nil: "not started"
            }
        variables = first?.state.variables ?? FEELContext()
        waiting = run.instances.flatMap { $0.state.waiting(in: $0.process) }
    }

    var hasIncidents: Bool { waiting.contains { $0.incident != nil } }

    var text: String {
        var lines = ["status: \(status)"]
        for one in waiting {
            let name = one.name.isEmpty ? "" : " \"\(one.name)\""
            let due = one.due.map { ", due \($0)" } ?? ""
            let incident = one.incident.map { ": \($0.message)" } ?? ""
            lines.append("waiting: \(one.kind.rawValue) \(one.element)\(name)\(due)\(incident)")
        }
        lines.append("variables: \(FEELValue.context(variables).json)")
        return lines.joined(separator: "\n")
    }

    var json: String {
        let items = waiting.map { one -> FEELValue in
            var item: FEELContext = [
                "element": .string(one.element), "name": .string(one.name), "kind": .string(one.kind.rawValue),
            ]
            if let due = one.due { item["due"] = .string(due.description) }
            if let incident = one.incident { item["incident"] = .string(incident.message) }
            return .context(item)
        }
        let result: FEELContext = [
            "status": .string(status), "waiting": .list(items), "variables": .context(variables),
        ]
        return FEELValue.context(result).json
    }
}
