import BPMN
import Base
import BuildingBlock
import Crypto
import Journal
import Store

/// The face of processes: publishes definitions, starts and moves instances, keeps tasks.
///
/// Everything that changes something is done in the caller's transaction, so that a case and its process move together:
/// one step, its acts, its tasks and timers, and the jobs that carry its effects into the world are there together or
/// not at all.
public struct ProcessDesk: Sendable {
    public let platform: Platform
    let handlers: ProcessHandlers
    let shelf = DefinitionShelf()

    public init(on platform: Platform, handlers: ProcessHandlers = ProcessHandlers()) {
        self.platform = platform
        self.handlers = handlers
    }

    var database: any Database { platform.database }

    // MARK: Definitions

    /// Publishes a file's process as its next revision; the same file again is the revision that it already is.
    ///
    /// Running instances keep theirs. Throws `ProcessError.invalid` with everything that keeps it from running.
    /// - Parameter process: the id of the process, where the file has several.
    @discardableResult
    public func publish(
        _ source: String, process: String? = nil, by actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws -> ProcessRevision {
        let definition = try DefinitionShelf.read(source, process: process)
        let id = definition.executable.id
        let digest = SHA256.hash(data: Array(source.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
        let newest = try transaction.row(
            "SELECT revision, digest FROM processes_definitions WHERE process = \(id) ORDER BY revision DESC LIMIT 1")
        if let newest, try newest["digest"] == digest {
            return ProcessRevision(process: id, revision: try newest["revision"], name: definition.executable.name)
        }
        let revision: Int = try newest.map { try $0["revision"] + 1 } ?? 1
        try transaction.executeLater(
            """
            INSERT INTO processes_definitions (process, revision, name, source, digest, published_at)
            VALUES (\(id), \(revision), \(definition.executable.name), \(source), \(digest), \(now))
            """)
        try awaitStarts(of: definition.executable, now, transaction)
        try transaction.record(
            Act(
                ProcessActs.published, Act.Subject("process-definition", Identifier<ProcessRevision>(at: now)),
                by: actor,
                at: now,
                detail: ["process": .string(id), "revision": .integer(Int64(revision)), "digest": .string(digest)]))
        return ProcessRevision(process: id, revision: revision, name: definition.executable.name)
    }

    /// The newest revision's start events are those that wait.
    private func awaitStarts(
        of process: ExecutableProcess, _ now: Instant, _ transaction: any WriteTransaction
    ) throws {
        try transaction.executeLater("DELETE FROM processes_starts WHERE process = \(process.id)")
        for event in process.startEvents {
            for kind in event.kinds {
                let (word, name): (String, String)
                var due: Instant?
                switch kind {
                case .message(let message): (word, name) = ("message", message)
                case .signal(let signal): (word, name) = ("signal", signal)
                case .timer:
                    (word, name) = ("timer", "")
                    due = process.nextStart(of: event.id, after: Moment(now), options: handlers.options)?.instant
                    if due == nil { continue }
                case .none, .conditional: continue
                }
                try transaction.executeLater(
                    """
                    INSERT INTO processes_starts (process, element, kind, name, due_at, fired)
                    VALUES (\(process.id), \(event.id), \(word), \(name), \(due), 0) ON CONFLICT DO NOTHING
                    """)
            }
        }
    }

    /// The newest revision of a process; nil where there is none.
    public func newestRevision(of process: String, in transaction: any ReadTransaction) throws -> Int? {
        try transaction.value(
            Int.self,
            "SELECT revision FROM processes_definitions WHERE process = \(process) ORDER BY revision DESC LIMIT 1")
    }

    // MARK: Instances

    /// Starts an instance, of the newest revision unless another is named.
    /// - Parameters:
    ///   - businessKey: what people call the case: a reference.
    ///   - about: the path of the page of what it is for.
    ///   - party: whose case it is: what it holds is given to them, and erased once it has ended.
    @discardableResult
    public func start(
        _ process: String, revision: Int? = nil, variables: Variables = Variables(), businessKey: String = "",
        about: String = "", agency: String? = nil, concerning party: Identifier<Act.Party>? = nil,
        by actor: Act.Actor, at now: Instant, in transaction: any WriteTransaction
    ) throws -> Identifier<ProcessInstance> {
        let run = ProcessRun(self, transaction, by: actor, at: now)
        let id = try run.begin(
            process, revision: revision, .start(variables: variables), businessKey: businessKey, about: about,
            agency: agency, concerns: party)
        try run.finish()
        return id
    }

    /// Lets one event happen to an instance, with all that follows from it.
    /// - Parameter version: how many steps the caller saw; `changedMeanwhile` where it has gone others since.
    public func advance(
        _ instance: Identifier<ProcessInstance>, _ event: ProcessEvent, version: Int? = nil, by actor: Act.Actor,
        at now: Instant, in transaction: any WriteTransaction
    ) throws {
        let run = ProcessRun(self, transaction, by: actor, at: now)
        try run.expect(version, of: instance)
        try run.apply(event, to: instance)
        try run.finish()
    }

    /// Ends an instance, and those that it called.
    public func cancel(
        _ instance: Identifier<ProcessInstance>, reason: String, by actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws {
        try advance(instance, .cancel(reason: reason), by: actor, at: now, in: transaction)
    }

    // MARK: Messages and signals

    /// Brings a message to the instance that waits for it, or starts a process that begins with it.
    /// - Parameter correlation: what tells its conversation from others; found in the values where the definition says how.
    /// - Returns: the instance; nil where nothing waits for it: the message is then gone. `deliver(_:correlation:values:keptFor:by:at:in:)`
    ///   keeps it.
    @discardableResult
    public func deliver(
        _ message: String, correlation: String? = nil, values: Variables = Variables(), by actor: Act.Actor,
        at now: Instant, in transaction: any WriteTransaction
    ) throws -> Identifier<ProcessInstance>? {
        let run = ProcessRun(self, transaction, by: actor, at: now)
        let delivery = try run.deliver(message, correlation, values, from: nil)
        try run.finish()
        switch delivery {
        case .reached(let id), .started(let id): return id
        case .kept, nil: return nil
        }
    }

    /// Tells a signal to all instances that listen, and starts the processes that begin with it.
    public func signal(
        _ name: String, values: Variables = Variables(), by actor: Act.Actor, at now: Instant,
        in transaction: any WriteTransaction
    ) throws {
        let run = ProcessRun(self, transaction, by: actor, at: now)
        try run.tell(name, values, from: nil)
        try run.finish()
    }

    // MARK: Operators

    /// Lets what an incident stopped try again, perhaps with better variables.
    public func retry(
        incident key: Int, of instance: Identifier<ProcessInstance>, values: Variables = Variables(),
        by actor: Act.Actor,
        at now: Instant, in transaction: any WriteTransaction
    ) throws {
        try advance(instance, .retry(incident: key, values: values), by: actor, at: now, in: transaction)
    }

    /// Lets an instance go on as if what an incident stopped had been done.
    public func resolve(
        incident key: Int, of instance: Identifier<ProcessInstance>, values: Variables = Variables(),
        flow: String? = nil,
        by actor: Act.Actor, at now: Instant, in transaction: any WriteTransaction
    ) throws {
        try advance(
            instance, .resolve(incident: key, values: values, flow: flow), by: actor, at: now, in: transaction)
    }

    /// Moves an instance to another revision of its process. Nothing happens but the move: tokens, tasks and timers stay as
    /// they are. Throws `ProcessError.cannotMigrate` with everything that stands in the way.
    /// - Parameter mapping: new ids of elements and flows, by their old ones, where they differ.
    public func migrate(
        _ instance: Identifier<ProcessInstance>, to revision: Int, mapping: [String: String] = [:], by actor: Act.Actor,
        at now: Instant, in transaction: any WriteTransaction
    ) throws {
        let run = ProcessRun(self, transaction, by: actor, at: now)
        try run.migrate(instance, to: revision, mapping)
        try run.finish()
    }
}
