import Store

/// The one writer: turns a group of writes into one durable commit and answers each.
final class SQLiteWriter {
    private let session: SQLiteSession

    init(_ session: SQLiteSession) { self.session = session }

    /// What became of one write of a group.
    private enum Outcome {
        case done(answer: @Sendable () -> Void, afterCommit: [@Sendable () -> Void])
        case failed(any Error)
    }

    /// The group cannot be committed as one, though its members may be one by one.
    private struct GroupLost: Error {}

    /// Commits a group. Nobody is answered before the commit is on disk, not even those who failed: their failure
    /// may stem from a neighbour's write.
    func commit(_ group: [Writing]) {
        do {
            let outcomes = try transaction {
                if group.count == 1 { return [try alone(group[0])] }
                return try group.map { try member($0) }
            }
            for (write, outcome) in zip(group, outcomes) {
                switch outcome {
                case .done(let answer, let afterCommit):
                    for call in afterCommit { call() }
                    answer()
                case .failed(let error): write.refuse(error)
                }
            }
        } catch {
            if group.count > 1, canSucceedAlone(after: error) {
                for write in group { commit([write]) }
            } else {
                for write in group { write.refuse(error) }
            }
        }
    }

    /// A constraint that is checked at the commit is one member's fault; a full disk or a lock is everyone's.
    private func canSucceedAlone(after error: any Error) -> Bool {
        switch error {
        case is GroupLost, DatabaseError.constraint, DatabaseError.notUnique: true
        default: false
        }
    }

    private func transaction<Result>(_ body: () throws -> Result) throws -> Result {
        try session.run("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try session.run("COMMIT")
            return result
        } catch {
            if session.isInTransaction { try? session.run("ROLLBACK") }
            throw error
        }
    }

    /// A write that has the transaction to itself: its failure is the transaction's.
    private func alone(_ write: Writing) throws -> Outcome {
        let transaction = SQLiteTransaction(session)
        defer { transaction.end() }
        let answer = try write.attempt(transaction)
        try transaction.throwFailure()
        return .done(answer: answer, afterCommit: transaction.callbacks)
    }

    /// A write among others, under its own savepoint.
    private func member(_ write: Writing) throws -> Outcome {
        try session.run("SAVEPOINT member")
        do {
            let outcome = try alone(write)
            try session.run("RELEASE member")
            return outcome
        } catch {
            // A full disk makes SQLite undo the whole transaction, neighbours included.
            guard session.isInTransaction else { throw GroupLost() }
            try session.run("ROLLBACK TO member")
            try session.run("RELEASE member")
            return .failed(error)
        }
    }
}
