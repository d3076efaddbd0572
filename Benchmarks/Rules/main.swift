import CAllocations
import DMN
import FEEL
import Foundation

// Prints how fast rules are: `BenchRules [FOLDER OF THE DMN TCK] [case…]`.

let arguments = Array(CommandLine.arguments.dropFirst())
let kit = URL(fileURLWithPath: arguments.first ?? "../shared/dmn-tck")

/// Prints how often `body` runs in a second, over at least half a second, the best of three, and what it allocates.
@discardableResult
func measure(_ name: String, _ body: () -> Void) -> Double {
    var best = 0.0
    for _ in 0..<3 {
        let clock = ContinuousClock()
        let start = clock.now
        var count = 0
        while clock.now - start < .milliseconds(500) {
            for _ in 0..<100 { body() }
            count += 100
        }
        let elapsed = (clock.now - start).components
        let seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18
        best = max(best, Double(count) / seconds)
    }
    let before = allocations_so_far()
    for _ in 0..<100 { body() }
    let allocations = Double(allocations_so_far() - before) / 100
    print("\(name): \(Int(best)) /s, \(Int(1e9 / best)) ns each, \(allocations) allocations each")
    return best
}

func keep<T>(_ value: T) { withExtendedLifetime(value) {} }

try benchLending(kit)
try benchTable()
try benchParsing()
try benchNumbers()
