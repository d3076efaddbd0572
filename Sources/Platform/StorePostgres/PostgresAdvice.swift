import Store

extension PostgresDatabase {
    /// What an operator should change about the server or the database, one sentence each; empty where all is well.
    public func advice() async throws -> [String] {
        try await read { tx in
            let collation = try tx.value(
                String.self, "SELECT datcollate::text FROM pg_database WHERE datname = current_database()")
            var advice: [String] = []
            // With any other collation, sorted lists differ between the two engines.
            if let collation, !["C", "POSIX", "C.UTF-8", "C.utf8"].contains(collation) {
                advice.append(
                    "The database sorts by \(collation). Create it with TEMPLATE template0 LOCALE 'C.UTF-8', so that "
                        + "it sorts as the program expects.")
            }
            for name in ["fsync", "full_page_writes"] {
                let setting = try tx.value(String.self, "SELECT current_setting(\(name))")
                if setting == "off" {
                    advice.append("\(name) is off: a power cut can destroy the database. Turn it on.")
                }
            }
            return advice
        }
    }
}
