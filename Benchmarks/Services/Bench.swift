import FEEL
import Foundation
import ServiceDefinition

/// What it costs to validate a whole application: every page, every rule, the fee. Beside it the same checks, written by hand in Swift.
@main
enum Bench {
    static func main() throws {
        let folder =
            CommandLine.arguments.dropFirst().first ?? "Jurisdictions/larkhaven/services/driving-licence-renewal"
        var files: [String: Data] = [:]
        if let walk = FileManager.default.enumerator(atPath: folder) {
            while let path = walk.nextObject() as? String {
                files[path] = FileManager.default.contents(atPath: folder + "/" + path)
            }
        }
        let service = try Service.read(files: files, in: Surroundings(languages: ["en", "fr", "ar"]))
        let examples = service.examples.filter { Journey(service, answers: $0.answers, facts: $0.facts).isComplete }
        guard let example = examples.first else { return print("no example is complete") }
        let own = time { Journey(service, answers: example.answers, facts: example.facts).isComplete }
        let charged = time {
            let journey = Journey(service, answers: example.answers, facts: example.facts)
            return journey.isComplete && !service.charge(journey).isUndecided
        }
        let hand = time { ByHand.isComplete(example.answers, example.facts) }
        print("validate an application: \(own) µs; with the fee: \(charged) µs; the same checks by hand: \(hand) µs")
        let reading = time(times: 20) {
            (try? Service.read(files: files, in: Surroundings(languages: ["en", "fr", "ar"]))) != nil
        }
        print("read and compile a service: \(reading) µs")
    }

    static func time(times: Int = 20_000, _ body: () -> Bool) -> String {
        var held = 0
        for _ in 0..<times / 10 { if body() { held += 1 } }
        let start = ContinuousClock.now
        for _ in 0..<times { if body() { held += 1 } }
        let spent = ContinuousClock.now - start
        precondition(held > 0)
        let (seconds, attoseconds) = spent.components
        return String(format: "%.2f", (Double(seconds) * 1e6 + Double(attoseconds) / 1e12) / Double(times))
    }
}

/// The renewal of a driving licence as a programmer would write it.
enum ByHand {
    static func isComplete(_ answers: Answers, _ facts: Facts) -> Bool {
        let today = facts.now.date
        guard case .context(let licence)? = facts.evidence["licence"],
            case .context(let person)? = facts.evidence["person"],
            case .date(let expires)? = licence["expires"], case .string(let status)? = licence["status"],
            case .date(let born)? = person["date of birth"], status != "withdrawn", status != "suspended",
            let limit = today.adding(days: 90), !(limit < expires), let last = expires.adding(months: 24),
            !(last < today)
        else { return false }
        let isSenior = born.adding(months: 840).map { !(today < $0) } ?? false
        func flag(_ name: String) -> Bool? {
            switch answers[name]?.typed {
            case "yes": true;
            case "no": false;
            default: nil
            }
        }
        guard let right = flag("details right"), let changed = flag("eyesight changed"), flag("glasses") != nil,
            flag("declared") == true,
            let illness = answers["illness"]?.typed, ["none", "treated", "untreated"].contains(illness),
            let delivery = answers["delivery"]?.typed, ["post", "desk"].contains(delivery)
        else { return false }
        if !right, answers["what is wrong"]?.isEmpty ?? true { return false }
        if changed || isSenior { return answers["eyesight report"] != nil && answers["report date"] != nil }
        return true
    }
}
