import FEEL

extension DefinitionCompiler {
    /// An expression of the file, in FEEL or in a plain form of another language that means the same.
    mutating func formula(_ expression: FormalExpression, of header: ElementHeader, _ what: String) -> Formula? {
        formula(expression.body, of: header, what, line: expression.line)
    }

    mutating func formula(_ text: String, of header: ElementHeader, _ what: String, line: Int = 0) -> Formula? {
        do {
            return try read(text)
        } catch {
            let reason = "\(what) '\(Dialect.trimmed(text))' is not FEEL: \(error.message)"
            problems.append(UnsupportedElement(id: header.id, line: line > 0 ? line : header.line, reason: reason))
            return nil
        }
    }

    func read(_ text: String) throws(FEELError) -> Formula {
        if let trap = Dialect.trap(in: text) { throw FEELError(trap) }
        let formula = try unguarded(text)
        let isFEEL = Dialect.trimmed(text).hasPrefix("=")
        if let trap = formula.trap(mayCallMembers: isFEEL) { throw FEELError(trap) }
        // `is senior` may well be a name; in an expression of another language `x mod 2` is none.
        if Dialect.speaksForeign(text),
            let name = formula.names.first(where: { DefinitionCompiler.hasForeignWord($0) && !known.contains($0) })
        {
            throw FEELError("'\(name)' is no name")
        }
        return formula
    }

    private func unguarded(_ text: String) throws(FEELError) -> Formula {
        let feel = withoutXPath(DefinitionCompiler.literal(Dialect.feel(text)))
        if Dialect.isMarked(Dialect.trimmed(text)) { return try plain(feel) }
        let translated = Dialect.translated(feel)
        if translated == feel { return try plain(feel) }
        if Dialect.isForeign(Dialect.withoutStrings(feel)) { return try plain(translated) }
        do {
            let formula = try plain(feel)
            return DefinitionCompiler.looksForeign(formula) ? (try? plain(translated)) ?? formula : formula
        } catch {
            guard let formula = try? plain(translated) else { throw error }
            return formula
        }
    }

    /// FEEL with the names of the definition; or without them, where one stands in the way of a longer one that is not declared.
    private func plain(_ feel: String) throws(FEELError) -> Formula {
        do {
            return try Formula(feel: feel, known: known)
        } catch {
            guard !known.isEmpty, let formula = try? Formula(feel: feel) else { throw error }
            return formula
        }
    }

    /// The text of a DMN literal expression that stands where an expression does.
    private static func literal(_ text: String) -> String {
        guard text.hasPrefix("<"), text.contains("literalExpression"), let open = text.firstRange(of: "text>"),
            let close = text.range(of: "</", after: open.upperBound)
        else { return text }
        var body = String(text[open.upperBound..<close])
        for (name, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")] {
            body = body.replacing(name, with: character)
        }
        return Dialect.trimmed(body)
    }

    /// `getDataObject('x')` and its kind, the functions by which BPMN's XPath reads data (10.4.3), are the variable itself.
    private func withoutXPath(_ text: String) -> String {
        var text = text
        for function in [
            "execution.getVariable(", "kcontext.getVariable(", "getDataObject(", "getDataInput(", "getDataOutput(",
            "getProcessProperty(", "getActivityProperty(",
        ] {
            while let call = text.firstRange(of: function), let end = text.range(of: ")", after: call.upperBound) {
                let name = text[call.upperBound..<end].filter { $0 != "'" && $0 != "\"" }
                var start = call.lowerBound
                while start > text.startIndex {
                    let before = text.index(before: start)
                    guard text[before].isLetter || text[before].isNumber || text[before] == ":" else { break }
                    start = before
                }
                text.replaceSubrange(start...end, with: variables[name] ?? name)
            }
        }
        return text
    }

    private static let foreignWords: Set<String> = [
        "eq", "ne", "lt", "gt", "le", "ge", "not", "empty", "True", "False", "None", "undefined", "div", "mod",
        "typeof", "instanceof",
    ]

    private static func hasForeignWord(_ name: String) -> Bool {
        let words = name.split(separator: " ")
        return words.count > 1 && words.contains { foreignWords.contains(String($0)) }
    }

    /// Whether a name has words that are operators or literals elsewhere: `a eq b` is one unknown name in FEEL.
    private static func looksForeign(_ formula: Formula) -> Bool {
        formula.names.contains { name in
            name.split(separator: " ").contains { foreignWords.contains(String($0)) }
        }
    }

    /// A text that is an expression only where it is marked as one.
    mutating func template(_ text: String?, of header: ElementHeader, _ what: String) -> Template? {
        guard let text = text.map({ Dialect.trimmed($0) }), !text.isEmpty else { return nil }
        guard Dialect.isMarked(text) else { return .text(text) }
        return formula(text, of: header, what).map { .formula($0) }
    }

    /// When a timer fires: ISO 8601 as it stands, or an expression that gives it.
    mutating func timer(_ timer: EventDefinition.Timer, of header: ElementHeader) -> TimerPlan? {
        let options = ProcessOptions()
        let parts = [timer.date, timer.duration, timer.cycle].compactMap { $0 }.filter { !$0.body.isEmpty }
        guard parts.count == 1 else {
            refuse(header, parts.isEmpty ? "the timer has no time" : "the timer has more than one time")
            return nil
        }
        if let date = timer.date, !date.body.isEmpty {
            return time(date, header) { Moment(iso8601: $0, options) != nil }.map { .date($0) }
        }
        if let duration = timer.duration, !duration.body.isEmpty {
            return time(duration, header) { Span($0) != nil }.map { .duration($0) }
        }
        guard let cycle = timer.cycle else { return nil }
        if DefinitionCompiler.isCron(cycle.body) {
            refuse(
                header,
                "the cycle '\(Dialect.trimmed(cycle.body))' is cron, which BPMN does not know: write ISO 8601, such as "
                    + "R/PT1H, or R/2026-01-05T08:00:00Z/P1D for every morning at eight")
            return nil
        }
        return time(cycle, header) { Recurrence($0, options) != nil }.map { .cycle($0) }
    }

    /// Five to seven fields of numbers, ranges, steps and stars: `0 0/15 8-18 * * ?`.
    private static func isCron(_ text: String) -> Bool {
        let fields = text.split(whereSeparator: \.isWhitespace)
        guard (5...7).contains(fields.count) else { return false }
        return fields.allSatisfy { field in
            field.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase || "*/,-?#".contains($0)) }
        } && fields.contains { $0.contains("*") || $0.contains("?") }
    }

    private mutating func time(
        _ expression: FormalExpression, _ header: ElementHeader, _ isFixed: (String) -> Bool
    ) -> Template? {
        let text = Dialect.trimmed(expression.body)
        if isFixed(text) { return .text(text) }
        return formula(expression, of: header, "the time of its timer").map { .formula($0) }
    }

    /// The values of an expression, as text, where a resource is assigned: `group("a")`, `"a, b"`, `=role`, `a`.
    mutating func names(_ text: String, of header: ElementHeader) -> (templates: [Template], isUser: Bool) {
        let text = Dialect.trimmed(text)
        for (word, isUser) in [("user", true), ("group", false)] where text.hasPrefix(word + "(") && text.hasSuffix(")")
        {
            let inside = text.dropFirst(word.count + 1).dropLast()
            let plain = String(inside).replacing("\"", with: "").replacing("'", with: "")
            return ([.text(Dialect.trimmed(plain))], isUser)
        }
        if Dialect.isMarked(text) || text.hasPrefix("\"") {
            return (formula(text, of: header, "its assignment").map { [.formula($0)] } ?? [], false)
        }
        let parts = text.split(separator: ",").map { Dialect.trimmed(String($0)) }
        return (parts.filter { !$0.isEmpty }.map { .text($0) }, false)
    }

    /// A list of names in an attribute: `a, b`, or one expression.
    mutating func list(_ text: String?, of header: ElementHeader) -> [Template] {
        guard let text, !text.isEmpty else { return [] }
        return names(text, of: header).templates
    }
}

extension String {
    /// Where a text next begins.
    fileprivate func range(of text: String, after start: Index) -> Index? {
        self[start...].firstRange(of: text)?.lowerBound
    }
}
