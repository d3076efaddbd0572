import Base
import BuildingBlock
import ServiceDefinition
import Web

/// Why an application stands as it does: every rule with what it read, and what each line of the fee comes from. For officers and
/// designers.
struct ReasonsTable {
    let desk: ServicesDesk
    /// The words of who looks.
    let words: ServiceWords
    /// The words in which the definition speaks: the same, or those of a preview's applicant.
    let own: ServiceWords

    /// - Parameter values: rows below the rules.
    func rules(_ journey: Journey, values: [UI.Row] = []) -> UI.Table {
        let rows = journey.rules.map { rule in
            UI.Row([
                UI.Cell(rule.rule.words.map(own.of) ?? rule.rule.name, note: rule.rule.require.text),
                UI.Cell(read(rule, journey)), UI.Cell(tag: tag(rule.state)),
            ])
        }
        return UI.Table(
            words("rules"), hideCaption: true,
            columns: ["rule", "read", "result"].map { UI.Column(words("column.\($0)")) }, rows: rows + values)
    }

    private func tag(_ state: Journey.RuleResult.State) -> UI.Tag {
        switch state {
        case .fulfilled: UI.Tag(words("rule-fulfilled"), .done)
        case .failed: UI.Tag(words("rule-failed"), .problem)
        case .undecided: UI.Tag(words("rule-undecided"), .warning)
        }
    }

    /// What a rule read, in the words of the pages; where they have none, as the expression names it. Whole records stand above.
    private func read(_ rule: Journey.RuleResult, _ journey: Journey) -> String {
        let told = journey.readings(of: rule.rule).map { "\($0.label): \($0.value)" }
        if !told.isEmpty { return told.joined(separator: "; ") }
        return list(rule.trace.filter { !$0.value.hasPrefix("{") })
    }

    /// The lines of a fee, each with its formula and what that read.
    func lines(_ charge: Service.Charge) -> [UI.SummaryRow] {
        charge.lines.compactMap { line in
            desk.money(line.amount).map { amount in
                var row = UI.SummaryRow(own.of(line.label), own.format.money(amount))
                row.lines += [line.formula, line.inputs.isEmpty ? nil : list(line.inputs)].compactMap { $0 }
                return row
            }
        }
    }

    private func list(_ values: [Journey.Named]) -> String {
        values.map { "\($0.name) = \($0.value)" }.joined(separator: "; ")
    }
}
