import Base
import Journal

/// The verbs by which this block's acts are known in the Journal. Details name the process, its revision, the step and
/// the elements; they hold none of its variables.
public enum ProcessActs {
    public static let published: Act.Verb = "process-definition.published"
    public static let started: Act.Verb = "process.started"
    public static let taskCompleted: Act.Verb = "process-task.completed"
    public static let taskAssigned: Act.Verb = "process-task.assigned"
    /// A service, decision, message, signal or timer moved it.
    public static let advanced: Act.Verb = "process.advanced"
    public static let incidentRaised: Act.Verb = "process-incident.raised"
    public static let incidentRetried: Act.Verb = "process-incident.retried"
    public static let incidentResolved: Act.Verb = "process-incident.resolved"
    public static let migrated: Act.Verb = "process.migrated"
    public static let cancelled: Act.Verb = "process.cancelled"
    public static let completed: Act.Verb = "process.completed"
    public static let failed: Act.Verb = "process.failed"
    /// A message came before anything waited for it; something began to wait for it; nothing did in time.
    public static let messageKept: Act.Verb = "process-message.kept"
    public static let messageDelivered: Act.Verb = "process-message.delivered"
    public static let messageExpired: Act.Verb = "process-message.expired"

    /// All acts of an instance have it as their subject.
    public static func subject(_ id: Identifier<ProcessInstance>) -> Act.Subject { Act.Subject("process", id) }

    public static func subject(_ id: Identifier<ProcessMessage>) -> Act.Subject { Act.Subject("process-message", id) }
}
