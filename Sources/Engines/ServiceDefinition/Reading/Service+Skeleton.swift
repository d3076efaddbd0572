import FEEL

extension Service {
    /// The files of a small service that is in order: something to begin with.
    ///
    /// Throws where the key cannot be one.
    public static func skeleton(key: String, title: String? = nil, languages: [String] = ["en"]) throws(Mistake)
        -> [String: String]
    {
        let isKey =
            !key.isEmpty && key.count <= 60
            && key.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        guard isKey, !key.hasPrefix("-"), !key.hasSuffix("-") else {
            throw Mistake(
                "'\(key)' cannot be the key of a service: small letters, digits and hyphens", file: "service.yaml",
                line: 1)
        }
        if let wrong = languages.first(where: { !Reader.isLanguage($0) }) {
            throw Mistake("'\(wrong)' is not a language tag such as fr", file: "service.yaml", line: 1)
        }
        let name = FEELValue.quoted(title ?? key.replacing("-", with: " ").capitalizedFirst)
        let all = languages.isEmpty ? ["en"] : languages
        var files = [
            "service.yaml": service.replacing("KEY", with: key).replacing("TITLE", with: name).replacing(
                "LANGUAGES", with: all.joined(separator: ", ")),
            "examples/adult.yaml": adult, "examples/child.yaml": child,
            "letters/decision.mustache": letter,
        ]
        for language in all.dropFirst() {
            files["letters/decision.\(language).mustache"] = letter
            files["texts/\(language).yaml"] =
                "# Translate what stands on the right.\n" + texts(name).map { "\($0): \($0)\n" }.joined()
        }
        return files
    }

    private static func texts(_ title: String) -> [String] {
        [
            title, "Say in one sentence what one gets.", "You must be 18 or older.", "About you", "When were you born?",
            "What is it for?",
            "A day that is still to come cannot be your birthday.", "I declare that what I wrote is true.",
            "Declaration", "Administrative fee", "Approved",
            "Refused", "What was declared is not true.", "Our decision",
        ].map { $0.hasPrefix("\"") ? $0 : FEELValue.quoted($0) }
    }

    private static let service = """
        service: KEY
        title: TITLE
        summary: Say in one sentence what one gets.
        languages: [LANGUAGES]
        applicant: person          # person, organisation, or either
        assurance: low             # low, substantial, high

        eligibility:
          - require: years and months duration(date of birth, today()) >= duration("P18Y")
            otherwise: You must be 18 or older.

        pages:
          - page: you
            title: About you
            questions:
              - date of birth:
                  type: date
                  label: When were you born?
                  prefill: applicant.date of birth
                  validation:
                    - require: date of birth <= today()
                      otherwise: A day that is still to come cannot be your birthday.
              - purpose: { type: long text, label: What is it for?, required: no }
          - page: declaration
            title: Declaration
            questions:
              - declared: { type: declaration, label: I declare that what I wrote is true. }

        fee:
          lines:
            - { label: Administrative fee, amount: 10 }

        clock: { working days: 10, pauses while: waiting for applicant, silence means: nothing }
        decisions:
          approve: { title: Approved, letter: decision }
          refuse: { title: Refused, letter: decision, reasons: [ untrue: What was declared is not true. ] }
        letters:
          decision: { title: Our decision, template: letters/decision.mustache }
        retention: { years: 10, after: decision, then: destroy }
        statistics: { by: [outcome, month] }

        """
    private static let letter =
        "{{applicant.name}}\n\n{{decision.title}} ({{case.reference}}, {{decision.date}})\n{{#decision.explanation}}\n{{decision.explanation}}\n{{/decision.explanation}}\n"
    private static let adult = """
        example: An adult applies
        date: 2026-05-04
        applicant: { name: A. Sample }
        answers: { date of birth: 1990-02-28, declared: yes }
        expect:
          eligible: yes
          fee: 10
          route: [you, declaration]
          outcome: officer

        """
    private static let child = """
        example: Someone is a day too young
        date: 2026-05-04
        answers: { date of birth: 2008-05-05 }
        expect:
          eligible: no
          because: You must be 18 or older.

        """
}

extension Service {
    /// A day or a moment as `now`, such as `2026-05-04`: midday UTC where no time is given.
    public static func moment(_ text: String) -> DateTime? { Reader.moment(text) }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
