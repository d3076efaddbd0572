import Foundation
import Store
import StorePostgres
import Synchronization

/// A throw-away PostgreSQL server: in a folder of its own, reached by a socket in that folder, gone when the test
/// process ends, however it ends.
public final class PostgresServer: Sendable {
    /// Connects to the server's first database as its superuser.
    public let url: String
    public let folder: String
    private let orders: FileHandle?
    private let counter = Mutex(0)

    /// The server of this test process, or the one that `POLITY_TEST_POSTGRES` names.
    public static func shared() async throws -> PostgresServer { try await sharedStart.value }

    private static let sharedStart = Task {
        if let url = ProcessInfo.processInfo.environment["POLITY_TEST_POSTGRES"] { return PostgresServer(url: url) }
        let server = try PostgresServer()
        try await server.answers()
        return server
    }

    private init(url: String) {
        self.url = url
        folder = ""
        orders = nil
    }

    /// Starts a server. `settings` are PostgreSQL's own; `prepare` is shell text that runs in the server's folder
    /// (`$DIR`) as the server's user before it starts. It listens on its socket alone, or on a loopback port too.
    public init(settings: [String] = [], prepare: String = ":", port: Int? = nil) throws {
        folder = "/tmp/polity-pg-\(UUID().uuidString.prefix(8).lowercased())"
        url = "postgresql://polity@/postgres?host=\(folder)" + (port.map { "&port=\($0)" } ?? "")
        let programs = try Self.programs()
        let user = getuid() == 0 ? Self.unprivilegedUser() : nil

        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        if let user {
            try FileManager.default.setAttributes([.ownerAccountName: user], ofItemAtPath: folder)
        }
        let process = Process()
        let input = Pipe()
        let listening = port.map { ["listen_addresses=127.0.0.1", "port=\($0)"] } ?? ["listen_addresses="]
        let script =
            ["sh", "-c", Self.script, "polity-pg", programs, folder, prepare]
            + (listening + settings).flatMap { ["-c", $0] }
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = (user.map { ["runuser", "-u", $0, "--"] } ?? []) + script
        process.currentDirectoryURL = URL(fileURLWithPath: "/")
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        orders = input.fileHandleForWriting
    }

    /// Serves until its input ends, which it does with the test process; on the way it stops, crashes and starts the
    /// server as it is told.
    private static let script = """
        BIN=$1; DIR=$2; PREPARE=$3; shift 3
        trap '' INT HUP TERM
        cd "$DIR"
        exec 2>"$DIR/log" >&2
        "$BIN/initdb" -D "$DIR/data" -U polity -A trust -E UTF8 --locale=C.UTF-8 --no-sync
        eval "$PREPARE"
        start() {
            "$BIN/postgres" -D "$DIR/data" -k "$DIR" -c max_connections=400 \\
                -c shared_buffers=64MB "$@" &
            PID=$!
        }
        end() { kill "-$1" $PID; wait $PID; }
        start "$@"
        while read -r ORDER; do
            case $ORDER in
                stop) end INT ;;
                crash) end QUIT ;;
                start) start "$@" ;;
            esac
        done
        end INT
        rm -rf "$DIR"
        """

    /// Ends the server as a crash would, without writing out what it holds in memory.
    public func crash() { tell("crash") }
    /// Starts it again.
    public func restart() { tell("start") }
    /// Ends the server and removes its folder.
    public func remove() { try? orders?.close() }

    private func tell(_ order: String) { try? orders?.write(contentsOf: Data("\(order)\n".utf8)) }

    /// Returns when the server takes connections; throws after a minute.
    public func answers() async throws {
        var lastError: any Error = DatabaseError.unavailable("not started")
        for _ in 0..<1200 {
            do {
                try await blocking { [url] in try PostgresConnection(url: url).execute("SELECT 1") }
                return
            } catch { lastError = error }
            try await Task.sleep(for: .milliseconds(50))
        }
        let log = (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? ""
        throw DatabaseError.unavailable("PostgreSQL for tests did not start: \(lastError)\n\(log)")
    }

    /// Creates an empty database and returns the string that connects to it.
    public func createDatabase() async throws -> String {
        let number = counter.withLock { counter in
            counter += 1
            return counter
        }
        let name = "test_\(getpid())_\(number)"
        try await blocking { [url] in try PostgresConnection(url: url).execute("CREATE DATABASE \(name)") }
        return database(name)
    }

    /// Drops a database, and whoever is still connected to it.
    public func dropDatabase(_ connection: String) async {
        guard let name = connection.split(separator: "dbname=").last else { return }
        try? await blocking { [url] in
            try PostgresConnection(url: url).execute("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
        }
    }

    private func database(_ name: String) -> String {
        guard url.contains("://") else { return "\(url) dbname=\(name)" }
        return url + (url.contains("?") ? "&" : "?") + "dbname=\(name)"
    }

    private func blocking<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Swift.Result(catching: body)) }
        }
    }

    /// The folder of the newest server's programs (Debian keeps one folder for each version).
    public static func programs() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap { Int($0) }
        guard let newest = versions.max() else {
            throw DatabaseError.unavailable("tests need PostgreSQL: apt install postgresql")
        }
        return "\(root)/\(newest)/bin"
    }

    /// PostgreSQL refuses to run as root.
    private static func unprivilegedUser() -> String { getpwnam("postgres") != nil ? "postgres" : "nobody" }
}
