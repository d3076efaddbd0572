import Base
import Journal
import Logging
import Store
import Web

/// What a block receives when it is made: everything that would otherwise be ambient.
///
/// A block is made by a function of this: `static func block(on platform: Platform) throws -> Block`.
public struct Platform: Sendable {
    public var database: any Database
    public var files: any FileStore
    /// Work that must not be lost: mail, notices to other systems.
    public var jobs: JobQueue
    public var time: TimeSource
    public var jurisdiction: Jurisdiction
    public var texts: Texts
    public var mailer: any Mailer
    public var logger: Logger
    /// Whether demo sign-ins are offered. Loudly marked on every page.
    public var isDemo: Bool
    /// The public address, without a trailing slash: `https://larkhaven.example`.
    public var address: String

    public init(
        database: any Database, files: any FileStore, jobs: JobQueue, time: TimeSource, jurisdiction: Jurisdiction,
        texts: Texts,
        mailer: any Mailer, logger: Logger, isDemo: Bool, address: String
    ) {
        self.database = database
        self.files = files
        self.jobs = jobs
        self.time = time
        self.jurisdiction = jurisdiction
        self.texts = texts
        self.mailer = mailer
        self.logger = logger
        self.isDemo = isDemo
        self.address = address
    }
}
