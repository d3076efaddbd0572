import Base
import Store

extension WriteTransaction {
    /// Records an act together with the change that it tells of.
    public func record(_ act: Act) throws {
        // The journal's tables and commitments come with its migrations.
        throw DatabaseError.statement("the journal is not built yet")
    }
}
