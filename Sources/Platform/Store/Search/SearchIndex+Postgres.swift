import Base

// Text search types (PostgreSQL documentation, §8.11): the words are ours, the index and the ranking the server's.
extension SearchIndex {
    static func postgresTables(_ name: String) -> String {
        """
        CREATE TABLE \(name) (id UUID NOT NULL PRIMARY KEY, words tsvector NOT NULL);
        CREATE INDEX \(name)_words ON \(name) USING gin (words);
        """
    }

    func postgresIndex<Subject>(
        _ id: Identifier<Subject>, _ title: [String], _ body: [String], _ tx: any WriteTransaction
    ) throws {
        // Words hold letters and digits alone, so quoting them is enough. Positions end at 16383.
        let titleWords = title.enumerated().map { "'\($1.prefix(200))':\(min($0 + 1, 16383))A" }
        let bodyWords = body.enumerated().map { "'\($1.prefix(200))':\(min(title.count + $0 + 1, 16383))D" }
        let vector = (titleWords + bodyWords).joined(separator: " ")
        try tx.execute(
            """
            INSERT INTO \(table) (id, words) VALUES (\(id), \(vector)::tsvector)
            ON CONFLICT (id) DO UPDATE SET words = EXCLUDED.words
            """)
    }

    func postgresMatches(_ words: [String]) -> SQL {
        let query = words.map { "'\($0.prefix(200))':*" }.joined(separator: " & ")
        return """
            SELECT id, ts_rank_cd('{0.1, 0.2, 0.4, 1.0}', words, \(query)::tsquery)::float8 AS rank
            FROM \(table) WHERE words @@ \(query)::tsquery
            """
    }
}
