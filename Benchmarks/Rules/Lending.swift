import DMN
import FEEL
import Foundation

/// The lending example of the kit, by the engine and by hand.
func benchLending(_ kit: URL) throws {
    let file = kit.appendingPathComponent("compliance-level-3/0004-lending/0004-lending.dmn")
    guard let data = try? Data(contentsOf: file) else {
        print("lending: skipped, there is no \(file.path)")
        return
    }
    let model = try DecisionModel(xml: data)
    let input: FEELContext = [
        "ApplicantData": [
            "Monthly": ["Income": 6000, "Expenses": 2000, "Repayments": 0], "Age": 35, "ExistingCustomer": true,
            "MaritalStatus": "M", "EmploymentStatus": "EMPLOYED",
        ],
        "RequestedProduct": [
            "ProductType": "STANDARD LOAN", "Amount": 350_000, "Rate": .number(Decimal128("0.0395") ?? .zero),
            "Term": 360,
        ],
        "BureauData": ["CreditScore": 649, "Bankrupt": false], "SupportingDocuments": "YES",
    ]
    for decision in ["Strategy", "Routing", "RequiredMonthlyInstallment", "BureauCallType"] {
        print("lending \(decision) = \(try model.evaluate(decision: decision, input: input).value.literal)")
        measure("lending \(decision), engine") { keep(try? model.evaluate(decision: decision, input: input).value) }
    }
    let all = measure("lending, all decisions of a case, engine") { keep(model.evaluateAll(input: input).value) }
    print("lending, decisions in a second, engine: \(Int(all * Double(model.decisions.count)))")
    measure("lending Strategy with trace, engine") {
        keep(try? model.evaluate(decision: "Strategy", input: input, trace: true).trace)
    }
    let results = HandLending(input)?.results
    print(
        "lending by hand gives the same: \(results.map { .context($0) == model.evaluateAll(input: input).value } ?? false)"
    )
    let byHand = measure("lending, all decisions of a case, by hand") { keep(HandLending(input)?.results) }
    print("lending, all decisions: by hand is \(byHand / all) times as fast")
    guard let ready = HandLending(input) else { return }
    let logic = measure("lending, all decisions, by hand, the inputs unpacked and the results not packed") {
        keep(ready.decisions)
    }
    print("lending, all decisions: so it is \(logic / all) times as fast")
}
