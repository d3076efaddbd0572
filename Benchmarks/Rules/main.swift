import DMN
import FEEL
import Foundation

var total = TestRunner.Report()
let runner = TestRunner(now: .init(moment: 1_750_000_000, zone: .offset(0)))
for path in CommandLine.arguments.dropFirst() {
    for suite in TestFolder.suites(in: URL(fileURLWithPath: path)) { total = total + TestFolder.run(suite, with: runner) }
}
for failure in total.failures { print(failure) }
print("\(total.passed) passed, \(total.failed) failed")
