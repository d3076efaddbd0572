import FEEL
import Foundation

extension BoxedExpression {
    /// The names of entries, columns and outputs inside.
    func collectNames(_ names: inout NameTable) {
        switch body {
        case .literal, .foreign, .missing: break
        case .table(let table):
            for output in table.outputs { output.name.map { names.insert($0) } }
        case .context(let entries), .invocation(_, let entries):
            for entry in entries {
                entry.variable.map { names.insert($0.name) }
                entry.value.collectNames(&names)
            }
        case .list(let items):
            for item in items { item.collectNames(&names) }
        case .relation(let columns, let rows):
            for column in columns { names.insert(column.name) }
            for row in rows { row.forEach { $0.collectNames(&names) } }
        case .function(let function): function.body.collectNames(&names)
        case .conditional(let a, let b, let c):
            for part in [a, b, c] { part.collectNames(&names) }
        case .filter(let a, let b), .loop(_, let a, let b), .quantified(_, _, let a, let b):
            a.collectNames(&names)
            b.collectNames(&names)
        }
    }
}
