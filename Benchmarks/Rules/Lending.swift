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
    let case1 = HandLending(
        age: 35, existing: true, marital: "M", employment: "EMPLOYED", income: 6000, expenses: 2000, repayments: 0,
        product: "STANDARD LOAN", amount: 350_000, rate: Decimal128("0.0395") ?? .zero, term: 360, credit: 649,
        bankrupt: false)
    print("lending by hand = \(case1.strategy), \(case1.routing)")
    let strategy = measure("lending Strategy, by hand") { keep(case1.strategy) }
    let byHand = measure("lending, all decisions of a case, by hand") { keep((case1.strategy, case1.routing)) }
    print("lending, all decisions: by hand is \(byHand / all) times as fast; Strategy by hand \(strategy)")
}

/// The logic of the example in Swift, with the same decimals.
struct HandLending {
    let age: Decimal128, existing: Bool, marital: String, employment: String
    let income: Decimal128, expenses: Decimal128, repayments: Decimal128
    let product: String, amount: Decimal128, rate: Decimal128, term: Decimal128
    let credit: Decimal128, bankrupt: Bool

    enum Risk { case decline, high, medium, low, veryLow }

    var score: Decimal128 {
        let byAge: Decimal128 = age < 22 ? 32 : age < 26 ? 35 : age < 36 ? 40 : age < 50 ? 43 : 48
        let byMarriage: Decimal128 = marital == "S" ? 25 : 45
        let byWork: Decimal128 =
            employment == "UNEMPLOYED" ? 15 : employment == "STUDENT" ? 18 : employment == "EMPLOYED" ? 45 : 36
        return ((byAge + byMarriage) ?? 0) + byWork ?? 0
    }

    func preRisk(_ score: Decimal128) -> Risk {
        if existing { return score < 80 ? .decline : score < 90 ? .high : score <= 110 ? .medium : .low }
        return score < 100 ? .high : score < 120 ? .medium : score < 130 ? .low : .veryLow
    }

    func postRisk(_ score: Decimal128) -> Risk {
        if existing {
            if score <= 100 { return credit < 580 ? .high : credit <= 600 ? .medium : .low }
            return credit < 590 ? .high : credit <= 615 ? .medium : .low
        }
        if score < 120 { return credit < 590 ? .high : credit <= 610 ? .medium : .low }
        return credit < 600 ? .high : credit <= 625 ? .medium : score <= 130 ? .low : .veryLow
    }

    var installment: Decimal128 {
        let fee: Decimal128 = product == "STANDARD LOAN" ? 20 : 25
        guard let monthly = rate / 12, let base = Decimal128.one + monthly, let power = base.power(-term),
            let top = amount * monthly, let bottom = Decimal128.one - power, let payment = top / bottom
        else { return 0 }
        return payment + fee ?? 0
    }

    func affordable(_ risk: Risk, _ installment: Decimal128) -> Bool {
        let factor: Decimal128
        switch risk {
        case .decline, .high: factor = Decimal128("0.6") ?? 0
        case .medium: factor = Decimal128("0.7") ?? 0
        case .low, .veryLow: factor = Decimal128("0.8") ?? 0
        }
        let spent = expenses + repayments ?? 0
        return ((income - spent ?? 0) * factor ?? 0) > installment
    }

    var strategy: String {
        let risk = preRisk(score)
        let isEligible = risk != .decline && affordable(risk, installment) && age >= 18
        if !isEligible { return "DECLINE" }
        return risk == .veryLow || risk == .decline ? "THROUGH" : "BUREAU"
    }

    var routing: String {
        let risk = postRisk(score)
        if !affordable(risk, installment) || bankrupt { return "DECLINE" }
        return risk == .high || credit < 580 ? "REFER" : "ACCEPT"
    }
}
