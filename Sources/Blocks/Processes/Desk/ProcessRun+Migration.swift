import BPMN
import Base
import Journal
import Store

/// An instance moves to another revision of its process.
extension ProcessRun {
    func migrate(_ id: Identifier<ProcessInstance>, to revision: Int, _ mapping: [String: String]) throws {
        let one = try load(id)
        guard one.instance.status == .running else { throw ProcessError.notPossible("the instance has ended") }
        let target = try desk.shelf.definition(one.instance.process, revision, in: transaction).executable
        let step: Step
        do {
            step = try Machine.migrate(
                one.state, from: one.definition, to: target, mapping: mapping, now: Moment(now),
                options: desk.handlers.options)
        } catch {
            throw ProcessError.cannotMigrate(error.problems)
        }
        var moved = Loaded(
            instance: one.instance, state: step.state, stored: one.stored, definition: target, isChanged: true)
        moved.instance.revision = revision
        moved.instance.version += 1
        moved.instance.updatedAt = now
        keep(moved)
        try forget(what: one.state, butNot: step.state, of: id)
        for (old, new) in mapping.sorted(by: { $0.key < $1.key }) {
            for table in ["timers", "subscriptions", "tasks", "incidents"] {
                let name = SQL(trusted: "processes_\(table)")
                try transaction.executeLater(
                    "UPDATE \(name) SET element = \(new) WHERE instance = \(id) AND element = \(old)")
            }
        }
        try tell(id, moved.instance.version, "migrate", step.movements)
        try record(ProcessActs.migrated, moved, actor)
        for (index, effect) in step.effects.enumerated() { try carryOut(effect, of: id, index, by: actor) }
    }
}
