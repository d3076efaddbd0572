import Base
import BuildingBlock
import Journal
import Store
import Synchronization

/// Where requests are filed, worked on and followed: every change of state of this block passes through here, in one
/// transaction with its act. Pages and endpoints only read its answers.
public struct RequestDesk: Sendable {
    public let platform: Platform
    public let catalogue: CategoryCatalogue
    let published = PublishedDefinitions()

    public init(_ platform: Platform, catalogue: CategoryCatalogue) {
        self.platform = platform
        self.catalogue = catalogue
    }

    var database: any Database { platform.database }
    var jurisdiction: Jurisdiction { platform.jurisdiction }

    /// When a request of `category` that was filed or handed over at `instant` is due.
    func due(_ category: Category, from instant: Instant) -> Instant? {
        category.due?.date(after: instant, in: jurisdiction.calendar)
    }
}

/// The definitions that this process knows to be in the database, so that filing does not write them each time.
final class PublishedDefinitions: Sendable {
    private let known = Mutex<Set<String>>([])

    func contains(_ revision: String) -> Bool { known.withLock { $0.contains(revision) } }
    func insert(_ revision: String) { known.withLock { _ = $0.insert(revision) } }
}
