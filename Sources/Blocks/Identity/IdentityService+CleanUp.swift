import Base
import Store

extension IdentityService {
    static let cleanUpJob = "identity.clean-up"

    /// Forgets what is over: sessions and links past their end, attempts that count no more, wishes that no job fulfilled.
    /// Bookkeeping, no acts: nothing of it could be used any more.
    func cleanUp(at now: Instant) async throws {
        try await database.write { [self] tx in
            _ = try SessionStore.deleteExpired(at: now, idle: settings.sessionIdle, tx)
            _ = try LinkStore.deleteExpired(at: now, tx)
            _ = try AttemptStore.deleteForgotten(settings.attempts, at: now, tx)
            try tx.execute("DELETE FROM identity_wishes WHERE made_at < \(now - .seconds(7 * 86400))")
        }
    }
}
