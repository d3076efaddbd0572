import FEEL

/// The logic of the lending example in Swift: the same eleven decisions, the same decimals, each computed once.
struct HandLending {
    let age: Decimal128, existing: Bool, marital: String, employment: String
    let income: Decimal128, expenses: Decimal128, repayments: Decimal128
    let product: String, amount: Decimal128, rate: Decimal128, term: Decimal128
    let credit: Decimal128, bankrupt: Bool

    enum Risk: String { case decline = "DECLINE", high = "HIGH", medium = "MEDIUM", low = "LOW", veryLow = "VERY LOW" }

    /// What a case comes to.
    struct Decisions {
        var callType: String, strategy: String, isEligible: Bool, before: Risk, after: Risk, score: Decimal128
        var affordableBefore: Bool, affordableAfter: Bool, installment: Decimal128, routing: String
    }

    private static let factors = (
        low: Decimal128("0.6") ?? 0, middle: Decimal128("0.7") ?? 0, high: Decimal128("0.8") ?? 0
    )

    var decisions: Decisions {
        let score = score
        let (before, after) = (preRisk(score), postRisk(score))
        let installment = installment
        let (could, can) = (affordable(before, installment), affordable(after, installment))
        let isEligible = before != .decline && could && age >= 18
        let callType =
            before == .high || before == .medium ? "FULL" : before == .low ? "MINI" : "NONE"
        return Decisions(
            callType: callType, strategy: !isEligible ? "DECLINE" : callType == "NONE" ? "THROUGH" : "BUREAU",
            isEligible: isEligible, before: before, after: after, score: score, affordableBefore: could,
            affordableAfter: can, installment: installment,
            routing: !can || bankrupt ? "DECLINE" : after == .high || credit < 580 ? "REFER" : "ACCEPT")
    }

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
        let factor =
            switch risk {
            case .decline, .high: Self.factors.low
            case .medium: Self.factors.middle
            case .low, .veryLow: Self.factors.high
            }
        let spent = expenses + repayments ?? 0
        return ((income - spent ?? 0) * factor ?? 0) > installment
    }
}

/// The same inputs and results as the engine's.
extension HandLending {
    init?(_ input: FEELContext) {
        guard case .context(let applicant)? = input["ApplicantData"],
            case .context(let monthly)? = applicant["Monthly"],
            case .context(let loan)? = input["RequestedProduct"], case .context(let bureau)? = input["BureauData"],
            case .number(let age)? = applicant["Age"], case .boolean(let existing)? = applicant["ExistingCustomer"],
            case .string(let marital)? = applicant["MaritalStatus"],
            case .string(let employment)? = applicant["EmploymentStatus"],
            case .number(let income)? = monthly["Income"],
            case .number(let expenses)? = monthly["Expenses"], case .number(let repayments)? = monthly["Repayments"],
            case .string(let product)? = loan["ProductType"], case .number(let amount)? = loan["Amount"],
            case .number(let rate)? = loan["Rate"], case .number(let term)? = loan["Term"],
            case .number(let credit)? = bureau["CreditScore"], case .boolean(let bankrupt)? = bureau["Bankrupt"],
            ["S", "M"].contains(marital), ["EMPLOYED", "SELF-EMPLOYED", "STUDENT", "UNEMPLOYED"].contains(employment),
            ["STANDARD LOAN", "SPECIAL LOAN"].contains(product)
        else { return nil }
        self.init(
            age: age, existing: existing, marital: marital, employment: employment, income: income, expenses: expenses,
            repayments: repayments, product: product, amount: amount, rate: rate, term: term, credit: credit,
            bankrupt: bankrupt)
    }

    var results: FEELContext {
        let made = decisions
        return [
            "BureauCallType": .string(made.callType), "Strategy": .string(made.strategy),
            "Eligibility": .string(made.isEligible ? "ELIGIBLE" : "INELIGIBLE"),
            "Pre-bureauRiskCategory": .string(made.before.rawValue),
            "Post-bureauRiskCategory": .string(made.after.rawValue), "ApplicationRiskScore": .number(made.score),
            "Pre-bureauAffordability": .boolean(made.affordableBefore),
            "Post-bureauAffordability": .boolean(made.affordableAfter),
            "RequiredMonthlyInstallment": .number(made.installment), "Routing": .string(made.routing),
            "Adjudication": "ACCEPT",
        ]
    }
}
