import FEEL
import Foundation
import XML

/// The process, as far as it can be judged without running it: BPMN, one process that can be executed, a start and an end, conditions
/// that can be read, and a drawing. What the BPMN engine finds when it reads the file belongs here too.
extension Reader {
    func checkProcess(_ service: inout Service) {
        guard case .file(let file) = service.process, let data = files[file] else { return }
        let root: Element
        do {
            root = try ElementReader.read(data)
        } catch {
            return mistake(error.message, error.line, file: file)
        }
        guard root.name == "definitions", root.namespace.contains("/BPMN/") else {
            return mistake("the file is not BPMN: its root is '\(root.name)'", root.line, file: file)
        }
        let processes = root.all("process")
        guard let process = processes.first(where: { $0["isExecutable"] == "true" }) ?? processes.first else {
            return mistake("there is no process in the file", root.line, file: file)
        }
        if process["isExecutable"] != "true" { warning("the process is not marked as executable", process.line, file: file) }
        for (name, words) in [("startEvent", "start"), ("endEvent", "end")] where process.first(name) == nil {
            mistake("the process has no \(words) event", process.line, file: file)
        }
        if root.first("BPMNDiagram") == nil { warning("the process has no drawing: open it in an editor and save it with one", root.line, file: file) }
        let nodes = Set(process.children.compactMap { $0["id"] })
        for flow in process.all("sequenceFlow") {
            for end in ["sourceRef", "targetRef"] {
                guard let id = flow[end] else { mistake("a sequence flow has no \(end)", flow.line, file: file); continue }
                if !nodes.contains(id) { mistake("the sequence flow '\(flow["id"] ?? "")' leads to '\(id)', which is not there\(didYouMean(id, nodes))", flow.line, file: file) }
            }
            if let condition = flow.first("conditionExpression") {
                let text = condition.text.trimmed
                do { _ = try FEEL.Expression(text.hasPrefix("=") ? String(text.dropFirst()) : text, scope: names.scope) } catch {
                    mistake("condition of '\(flow["name"] ?? flow["id"] ?? "")': \(error.message)", condition.line + error.line - 1, file: file)
                }
            }
        }
    }
}
