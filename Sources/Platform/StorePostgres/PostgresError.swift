import CLibPQ
import Store

extension DatabaseError {
    /// From an SQLSTATE (PostgreSQL documentation, appendix A).
    init(_ result: PostgresResult) {
        let state = result.sqlState
        let message = result.message
        switch state {
        case "23505": self = .notUnique(result.constraintName ?? message)
        case "40001", "40P01", "55P03", "53300", "57014": self = .busy
        case "25006": self = .unavailable("the server takes no writes")
        default:
            switch state.prefix(2) {
            case "23": self = .constraint(message)
            // What follows a colon repeats the value.
            case "22": self = .constraint(String(message.prefix { $0 != ":" }))
            case "", "08", "53", "57", "58", "28", "3D", "XX": self = .unavailable(message.isEmpty ? "lost" : message)
            default: self = .statement("\(state) \(message)")
            }
        }
    }
}
