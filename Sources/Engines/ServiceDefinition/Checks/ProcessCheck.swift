import BPMN
import DMN
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
        checkRun(data, service, file)
    }

    /// What the machine refuses is refused here, where somebody can still mend it.
    private func checkRun(_ data: Data, _ service: Service, _ file: String) {
        guard !mistakes.contains(where: { $0.file == file && $0.severity == .error }) else { return }
        let known = names.entries.filter { $0.position < Names.afterwards }.map(\.name)
        let source = Service.declaring(known, in: String(decoding: data, as: UTF8.self))
        guard let model = try? ProcessModel(xml: Data(source.utf8)) else { return }
        do {
            checkWords(try ExecutableProcess(model).vocabulary, service, file)
        } catch {
            for problem in error.problems {
                mistake("'\(problem.id)': \(problem.reason)", problem.line, file: file, isLight: true)
            }
        }
    }
}

/// What the process asks for by name must be in the folder.
extension Reader {
    private func checkWords(_ process: ProcessVocabulary, _ service: Service, _ file: String) {
        let prefix = "send message "
        let known = (service.letters + service.messages).map(\.name)
        for name in process.services.filter({ $0.hasPrefix(prefix) }).map({ String($0.dropFirst(prefix.count)) })
            .sorted()
        {
            guard let house = surroundings.messages, !known.contains(name), !house.contains(name) else { continue }
            mistake("there is no message '\(name)' to send" + didYouMean(name, known + house), 0, file: file)
        }
        guard !process.decisions.isEmpty else { return }
        let found = files.keys.filter { $0.hasSuffix(".dmn") }.sorted().compactMap { model($0, 0, file) }
        let decisions = found.flatMap {
            $0.definitions.decisions.flatMap { [$0.name, $0.id ?? $0.name] } + $0.services
        }
        for name in process.decisions.subtracting(decisions).sorted() {
            mistake("no model of the folder makes the decision '\(name)'" + didYouMean(name, decisions), 0, file: file)
        }
    }
}

extension Service {
    /// The names that the conditions of a process may use: who applies, evidence, questions and values.
    public var processNames: [String] { names.entries.filter { $0.position < Names.afterwards }.map(\.name) }

    /// A process whose data are declared: the names that it mentions and that a machine could not tell from words beside each other. They
    /// stand on the line of the process itself, so that mistakes keep their lines.
    public static func declaring(_ names: [String], in source: String) -> String {
        let mentioned = names.filter { $0.contains(" ") && source.contains($0) }
        guard !mentioned.isEmpty, let tag = source.firstMatch(of: #/<(?<prefix>[A-Za-z0-9_-]+:)?process\s[^>]*[^\/]>/#)
        else { return source }
        let prefix = tag.output.prefix ?? ""
        let properties = mentioned.enumerated().map {
            "<\(prefix)property id=\"service-name-\($0)\" name=\"\(escaped($1))\"/>"
        }
        var declared = source
        declared.insert(contentsOf: properties.joined(), at: tag.range.upperBound)
        return declared
    }

    private static func escaped(_ name: String) -> String {
        name.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
