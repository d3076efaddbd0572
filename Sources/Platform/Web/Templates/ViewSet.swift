/// All views in one language.
struct ViewSet: Sendable {
    private let program: TemplateProgram
    let numbers: [String: Int]

    init() { (program, numbers) = (TemplateProgram([]), [:]) }

    /// From prepared sources by name. `report` is told what does not parse.
    init(_ sources: [String: String], report: (_ view: String, TemplateError) -> Void) {
        let names = sources.keys.sorted()
        let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        self.numbers = numbers
        program = TemplateProgram(
            names.map { name in
                do {
                    return try TemplateParser.parse(sources[name] ?? "", views: numbers)
                } catch let error as TemplateError {
                    report(name, error)
                } catch {
                    report(name, TemplateError(line: 0, message: "\(error)"))
                }
                return []
            })
    }

    /// The bytes of a page; `nil` where no view has the name.
    func draw(_ model: Any, view: String) -> [UInt8]? {
        guard let number = numbers[view] else { return nil }
        var rendering = TemplateRendering(model, program, numbers: numbers)
        rendering.draw(program.views[number])
        return rendering.output
    }

    func render(_ model: Any, withTemplate view: String) -> String? {
        draw(model, view: view).map { String(decoding: $0, as: UTF8.self) }
    }
}
