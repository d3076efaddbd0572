import BPMN
import FEEL
import Foundation
import XML

/// The process: what the BPMN engine finds in it, and what a service needs besides: a process that can be executed, with a start and an
/// end, conditions that can be read, and a drawing.
extension Reader {
    func checkProcess(_ service: inout Service) {
        guard case .file(let file) = service.process, let data = files[file] else { return }
        let root: Element
        do {
            root = try ElementReader.read(data)
            for finding in try ProcessModel(xml: data).check() {
                let name = finding.name.isEmpty ? finding.id : finding.name
                let text = "'\(name)': \(finding.kind.rawValue): \(finding.reason)"
                if finding.severity == .error {
                    mistake(text, finding.line, file: file, isLight: true)
                } else {
                    warning(text, finding.line, file: file)
                }
            }
        } catch let error as BPMNError {
            return mistake(error.message, error.line ?? 0, file: file)
        } catch let error as XMLError {
            return mistake(error.message, error.line, file: file)
        } catch {
            return mistake("the process cannot be read", 0, file: file)
        }
        guard let process = root.all("process").first(where: { $0["isExecutable"] == "true" }) ?? root.first("process")
        else {
            return mistake("there is no process in the file", root.line, file: file)
        }
        if process["isExecutable"] != "true" {
            warning("the process is not marked as executable", process.line, file: file)
        }
        for (name, words) in [("startEvent", "start"), ("endEvent", "end")] where process.first(name) == nil {
            mistake("the process has no \(words) event", process.line, file: file)
        }
        if root.first("BPMNDiagram") == nil {
            warning("the process has no drawing: open it in an editor and save it with one", root.line, file: file)
        }
        for flow in process.all("sequenceFlow") {
            guard let condition = flow.first("conditionExpression") else { continue }
            let text = condition.text.trimmed
            do {
                _ = try FEEL.Expression(text.hasPrefix("=") ? String(text.dropFirst()) : text, scope: names.scope)
            } catch {
                mistake(
                    "condition of '\(flow["name"] ?? flow["id"] ?? "")': \(error.message)",
                    condition.line + error.line - 1, file: file)
            }
        }
    }
}
