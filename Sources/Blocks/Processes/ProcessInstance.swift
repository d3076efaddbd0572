import BPMN
import Base
import Journal
import Store

/// A process that runs, or has run: what is known of it without looking into its state.
public struct ProcessInstance: Sendable, Hashable {
    public enum Status: String, Sendable, SQLConvertible, CaseIterable {
        case running
        case completed
        case terminated
        case failed
        case cancelled
    }

    public var id: Identifier<ProcessInstance>
    /// The id of the process in its file.
    public var process: String
    public var revision: Int
    /// What the case is called by those who started it: a reference.
    public var businessKey: String
    /// The path of the page of what it is for; empty where there is none.
    public var about: String
    public var agency: String?
    public var status: Status
    /// How many steps it has gone.
    public var version: Int
    /// The instance that called it, and under which key.
    public var parent: Identifier<ProcessInstance>?
    public var parentKey: Int?
    public var openIncidents: Int
    public var startedAt: Instant
    public var updatedAt: Instant
    public var endedAt: Instant?
    /// Whose case it is, where it is a person's.
    public var concerns: Identifier<Act.Party>?
}

/// A revision of a process that was published.
public struct ProcessRevision: Sendable, Hashable {
    public var process: String
    public var revision: Int
    public var name: String

    public init(process: String, revision: Int, name: String) {
        (self.process, self.revision, self.name) = (process, revision, name)
    }
}

/// Work for a person that a process waits for.
public struct ProcessTask: Sendable, Hashable {
    public enum State: String, Sendable, SQLConvertible { case open, done, cancelled }

    public var id: Identifier<ProcessTask>
    public var instance: Identifier<ProcessInstance>
    /// Its key within the instance.
    public var key: Int
    public var process: String
    public var element: String
    public var name: String
    /// The first of the groups that may do it, or else the innermost lane that it stands in.
    public var role: String?
    public var lane: String?
    public var agency: String?
    public var assignee: Identifier<Act.Party>?
    public var form: String?
    public var priority: Int
    public var dueAt: Instant?
    /// What was mapped into it, as `Variables` are kept.
    public var inputs: Variables
    public var state: State
    public var createdAt: Instant
    public var endedAt: Instant?

    public static func == (a: ProcessTask, b: ProcessTask) -> Bool {
        a.id == b.id && a.state == b.state && a.assignee == b.assignee
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

/// What keeps an instance from going on until an operator puts it right.
public struct ProcessIncident: Sendable, Hashable {
    public var instance: Identifier<ProcessInstance>
    public var key: Int
    public var kind: String
    public var message: String
    public var element: String
    public var since: Instant
    public var closedAt: Instant?
}

/// Where an instance stands, for drawing.
public struct ProcessPosition: Sendable {
    public var instance: ProcessInstance
    public var name: String
    /// The instance's diagram, of its own revision.
    public var drawing: ProcessDrawing?
    /// How many tokens wait, by element.
    public var here: [String: Int]
    public var done: Set<String>
    public var stuck: Set<String>
    /// When timers fire and tasks are due, by element.
    public var due: [String: Instant]
    /// The steps that it went, the first first.
    public var steps: [HistoryStep]
    /// The names of elements, by their ids.
    public var names: [String: String]

    public struct HistoryStep: Sendable {
        public var version: Int
        public var at: Instant
        /// `start`, `complete`, `timer`, …
        public var event: String
        public var movements: [Movement]
    }
}
