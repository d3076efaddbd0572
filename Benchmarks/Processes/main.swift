import BPMN
import FEEL
import Foundation

// Prints how fast processes run in memory, on one core: `BenchProcesses`.

func keep<T>(_ value: T) { withExtendedLifetime(value) {} }

/// Prints how often `body` runs in a second, over at least a second, the best of three.
func measure(_ name: String, _ body: () throws -> Void) rethrows {
    var best = 0.0
    for _ in 0..<3 {
        let clock = ContinuousClock()
        let start = clock.now
        var count = 0
        while clock.now - start < .seconds(1) {
            for _ in 0..<500 { try body() }
            count += 500
        }
        let elapsed = (clock.now - start).components
        best = max(best, Double(count) / (Double(elapsed.seconds) + Double(elapsed.attoseconds) / 1e18))
    }
    print("\(name): \(Int(best)) /s, \(Int(1e9 / best)) ns each")
}

/// Start, script task, exclusive gateway, task, end; the task is for nobody, or for people.
func process(task: String) throws -> ExecutableProcess {
    let xml = """
        <definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="urn:bench">
        <process id="p" isExecutable="true"><startEvent id="start"/><scriptTask id="compute"><script>total = price * 2</script></scriptTask>
        <exclusiveGateway id="choice" default="otherwise"/><\(task) id="work"/><\(task) id="other"/><endEvent id="end"/><endEvent id="end2"/>
        <sequenceFlow id="a" sourceRef="start" targetRef="compute"/><sequenceFlow id="b" sourceRef="compute" targetRef="choice"/>
        <sequenceFlow id="c" sourceRef="choice" targetRef="work"><conditionExpression>total > 10</conditionExpression></sequenceFlow>
        <sequenceFlow id="otherwise" sourceRef="choice" targetRef="other"/>
        <sequenceFlow id="d" sourceRef="work" targetRef="end"/><sequenceFlow id="e" sourceRef="other" targetRef="end2"/></process></definitions>
        """
    return try ExecutableProcess(try ProcessModel(xml: Data(xml.utf8)))
}

/// Kibibytes of memory that the process has in use.
func residentKibibytes() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4
}

let now = Moment(seconds: 1_767_258_000)
let variables: Variables = ["price": 21]

let plain = try process(task: "task")
try measure("start, script task, exclusive gateway, task, end") {
    let step = try Machine.step(plain, ProcessState(of: plain), .start(variables: variables), now: now)
    guard step.state.isEnded else { fatalError("the instance did not end") }
    keep(step)
}

let staffed = try process(task: "userTask")
try measure("the same with a task for people, completed in a second step") {
    let first = try Machine.step(staffed, ProcessState(of: staffed), .start(variables: variables), now: now)
    guard case .createTask(let order)? = first.effects.first else { fatalError("there is no task") }
    let second = try Machine.step(staffed, first.state, .complete(key: order.key), now: now)
    guard second.state.isEnded else { fatalError("the instance did not end") }
    keep(second)
}

let waiting = try Machine.step(staffed, ProcessState(of: staffed), .start(variables: variables), now: now).state
let encoder = JSONEncoder()
let decoder = JSONDecoder()
let stored = try encoder.encode(waiting)
print("a waiting instance is \(stored.count) bytes of JSON")
try measure("storing a waiting instance as JSON") { keep(try encoder.encode(waiting)) }
try measure("reading it again") { keep(try decoder.decode(ProcessState.self, from: stored)) }

let count = 200_000
let before = residentKibibytes()
var instances: [ProcessState] = []
instances.reserveCapacity(count)
for _ in 0..<count {
    instances.append(try Machine.step(staffed, ProcessState(of: staffed), .start(variables: variables), now: now).state)
}
print("memory for each of \(count) waiting instances: \((residentKibibytes() - before) * 1024 / count) bytes")
keep(instances)
