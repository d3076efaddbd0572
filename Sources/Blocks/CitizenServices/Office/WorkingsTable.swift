import BuildingBlock
import ServiceDefinition
import Web

/// How the values of an application came about, one by one: what an officer reads who has to explain a sum.
struct WorkingsTable {
    var words: ServiceWords
    var service: Service

    /// Nothing where the service works nothing out. Records are left out: they stand above, as they were looked up.
    func part(_ journey: Journey) -> (any Component)? {
        let rows = service.workings(journey).filter { !$0.value.hasPrefix("{") && !$0.value.hasPrefix("[{") }.map {
            working in
            let inputs = working.inputs.filter { !$0.value.hasPrefix("{") && !$0.value.hasPrefix("[{") }
            return UI.Row([
                UI.Cell(working.name, note: working.how),
                UI.Cell(inputs.map { "\($0.name) = \($0.value)" }.joined(separator: "; ")),
                UI.Cell(working.value),
            ])
        }
        guard !rows.isEmpty else { return nil }
        let table = UI.Table(
            words("calculated"), hideCaption: true,
            columns: ["rule", "read", "result"].map { UI.Column(words("column.\($0)")) }, rows: rows)
        return UI.Fold(words("calculated"), [table])
    }
}
