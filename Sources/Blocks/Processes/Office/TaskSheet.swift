import BPMN
import Base
import Journal
import Store

/// A task with what its page says of its case.
struct TaskSheet: Sendable {
    let task: ProcessTask
    let instance: ProcessInstance
    /// The process as people call it.
    let process: String
    /// The choice that its result makes, where the definition says it plainly.
    let choice: TaskChoice?

    init(_ task: ProcessTask, _ desk: ProcessDesk, in transaction: any ReadTransaction) throws {
        guard let instance = try desk.instance(task.instance, in: transaction) else {
            throw ProcessError.unknown("instance")
        }
        let definition = try desk.shelf.definition(instance.process, instance.revision, in: transaction).executable
        (self.task, self.instance) = (task, instance)
        process = definition.name.isEmpty ? instance.process : definition.name
        choice = definition.choice(after: task.element)
    }

    var name: String { task.name.isEmpty ? task.element : task.name }

    /// What people call the case.
    var reference: String {
        instance.businessKey.isEmpty ? String(instance.id.description.suffix(12)) : instance.businessKey
    }

    /// A task with a form of its own is done on the page of its case.
    var isDoneElsewhere: Bool { task.form != nil && !instance.about.isEmpty }

    func canBeDone(by party: Identifier<Act.Party>) -> Bool {
        task.state == .open && !isDoneElsewhere && (task.assignee == nil || task.assignee == party)
    }

    /// The key of the words for who has it.
    func taken(by party: Identifier<Act.Party>) -> String {
        switch task.assignee {
        case nil: "tasks.taken-none"
        case party: "tasks.taken-you"
        default: "tasks.taken-other"
        }
    }
}
