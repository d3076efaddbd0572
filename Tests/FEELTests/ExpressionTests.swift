import Testing

@testable import FEEL

@Suite("Expressions (DMN 1.5, clause 10)")
struct ExpressionTests {
    private let now = DateTime(moment: 1_772_323_200, zone: .offset(0))

    private func value(_ text: String, _ context: FEELContext = [:]) throws -> FEELValue {
        let names = context.keys
        let properties = context.values.flatMap { value -> [String] in
            if case .context(let inner) = value { inner.keys } else { [] }
        }
        let expression = try Expression(text, scope: Scope(variables: names, properties: properties))
        return expression.evaluate(context, now: now).value
    }

    @Test(
        "Expressions give their values",
        arguments: [
            ("1 + 2 * 3", "7"), ("-3 ** 2", "9"), ("2 ** 3 ** 2", "64"), ("\"a\" + \"b\"", "\"ab\""),
            ("(1 + 2) * 3", "9"),
            ("true and null", "null"), ("false and null", "false"), ("null or true", "true"), ("not(true)", "false"),
            ("if null then 1 else 2", "2"), ("for x in 1..3 return x * x", "[1, 4, 9]"),
            ("for x in [1, 2], y in [x, 10] return x * y", "[1, 10, 4, 20]"),
            ("some x in [1, 2] satisfies x > 1", "true"),
            ("every x in [1, 2] satisfies x > 1", "false"), ("[1, 2, 3][item > 1]", "[2, 3]"), ("[1, 2, 3][-1]", "3"),
            ("[{a: 1}, {a: 2}][a = 2].a", "[2]"), ("{a: 1, b: a + 1}.b", "2"), ("5 in [1..10]", "true"),
            ("5 in (5..10]", "false"),
            ("5 in (< 3, > 4)", "true"), ("10 between 1 and 10", "true"), ("[1..3] = [1..3]", "true"),
            ("{f: function(n) if n < 2 then 1 else n * f(n - 1), r: f(5)}.r", "120"),
            ("(function(a: number, b: number) a - b)(b: 1, a: 3)", "2"), ("1 instance of number", "true"),
            ("null instance of Any", "false"), ("[1, 2] instance of list<number>", "true"),
            ("{a: 1} instance of context<a: number>", "true"), ("@\"2026-03-01\" + @\"P1M\"", "@\"2026-04-01\""),
            ("@\"2026-01-31\" + @\"P1M\"", "@\"2026-02-28\""), ("@\"2026-03-01\".weekday", "7"),
            ("today()", "@\"2026-03-01\""),
            ("@\"2026-03-29T01:30:00@Europe/Paris\" + @\"PT1H\"", "@\"2026-03-29T02:30:00@Europe/Paris\""),
            ("duration(\"P1DT2H\")", "@\"P1DT2H\""), ("string(1.10)", "\"1.10\""),
            ("string({a: [1, \"x\"]})", "\"{a: [1, \\\"x\\\"]}\""),
            ("sort([3, 1, 2], function(x, y) x < y)", "[1, 2, 3]"), ("sum([1, 2, 3])", "6"), ("sum()", "null"),
            ("count(\"x\")", "1"), ("substring(\"😀abc\", 2, 2)", "\"ab\""), ("string length(\"😀\")", "1"),
            ("replace(\"abcd\", \"(b)(c)\", \"$2$1\")", "\"acbd\""), ("matches(\"ab\", \"^A.$\", \"i\")", "true"),
            ("split(\"a;b;;c\", \";\")", "[\"a\", \"b\", \"\", \"c\"]"), ("overlaps([1..5], [5..8])", "true"),
            ("before([1..5), 5)", "true"), ("context put({a: {b: 1}}, [\"a\", \"b\"], 2)", "{a: {b: 2}}"),
            ("day of week(@\"2026-03-01\")", "\"Sunday\""), ("week of year(@\"2021-01-01\")", "53"),
            ("number(\"1 000,5\", \" \", \",\")", "1000.5"),
            ("function(a) external {java: {class: \"x\"}}", "function(a)"),
            ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"),
            ("[1..10[", "[1..10)"), ("]1..10]", "(1..10]"), ("1 + /* one */ 1 // two", "2"),
            ("\"\\u0041\\U01F600\"", "\"A😀\""),
        ])
    func values(_ text: String, _ expected: String) throws {
        #expect(try value(text).literal == expected, "\(text)")
    }

    @Test("Names may hold spaces and operators; the longest known name counts (10.3.1.5)")
    func names() throws {
        #expect(try value("Monthly Income - tax-free part", ["Monthly Income": 100, "tax-free part": 30]) == 70)
        #expect(try value("a-b", ["a": 5, "b": 2, "a-b": 1]) == 1)
        #expect(try value("a - c", ["a": 5, "c": 2, "a-b": 1]) == 3)
        #expect(try value("person.first name", ["person": ["first name": "Ada"]]) == "Ada")
        #expect(try value("for i in days in weekend return i", ["days in weekend": ["sat"]]) == ["sat"])
    }

    @Test("Errors name the place and what was probably meant")
    func errors() throws {
        let error = #expect(throws: FEELError.self) { try Expression("1 +\n  * 2") }
        #expect(error?.line == 2 && error?.column == 3)
        let scope = Scope(variables: ["Monthly Income"])
        let warning = try #require(try Expression("Montly Income * 2", scope: scope).warnings.first)
        #expect(warning.suggestion == "Monthly Income")
        #expect(
            warning.description == "line 1, column 1: 'Montly Income' is not known here; did you mean 'Monthly Income'?"
        )
        #expect(throws: FEELError.self) { try Expression("\"open") }
        #expect(throws: FEELError.self) { try Expression(String(repeating: "(", count: 100_000)) }
        #expect(throws: FEELError.self) { try Expression("x instance of nubmer") }
    }

    @Test("A null comes with its reason")
    func reasons() throws {
        let result = try Expression("1 + \"a\"").evaluate()
        #expect(result.value.isNull)
        #expect(result.reasons == ["a number plus a string has no value"])
        #expect(
            try Expression("substring(strng: \"a\", start position: 1)").evaluate().reasons.first?.contains(
                "did you mean") == true)
    }

    @Test("Work and depth are bounded, with a clear reason")
    func limits() throws {
        let endless = try Expression("{f: function(n) f(n + 1), r: f(0)}.r").evaluate()
        #expect(endless.wasStopped && endless.value.isNull)
        #expect(endless.reasons.contains { $0.contains("levels deep") })
        let long = try Expression("for a in 1..100000, b in 1..100000 return a").evaluate(limits: .init(steps: 100_000))
        #expect(long.wasStopped && long.value.isNull)
        let regex = try Expression("matches(\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"(a+)+b\")").evaluate()
        #expect(regex.value.isNull)
    }

    @Test("Unary tests (7.3.5)")
    func unaryTests() throws {
        func passes(_ text: String, _ value: FEELValue, _ context: FEELContext = [:]) throws -> Bool {
            try UnaryTests(text, scope: Scope(variables: context.keys)).passes(value, context: context)
        }
        #expect(try passes("-", .null))
        #expect(try passes("\"A\", \"B\"", "B"))
        #expect(try !passes("not(\"A\", \"B\")", "B"))
        #expect(try passes("[18..65]", 18))
        #expect(try passes("< limit", 4, ["limit": 5]))
        #expect(try passes("contains(?, \"x\")", "axb"))
        #expect(try !passes("false", true))
        #expect(try passes("null", .null))
        #expect(try passes("not(null)", 1))
        #expect(try passes("? > 1 and ? < 3", 2))
    }

    @Test("JSON goes in and out without losing digits")
    func json() throws {
        let text = #"{"a":[1.10,true,null],"b":"\"é😀\""}"#
        #expect(FEELValue(json: text)?.json == text)
        #expect(FEELValue(json: #"{"a":"\ud83d\ude00"}"#) == ["a": "😀"])
        for wrong in ["{", "[1,]", "01x", "\"\u{1}\"", "{} {}", ""] {
            #expect(FEELValue(json: wrong) == nil, "\(wrong)")
        }
    }
}

@Suite struct DateTimeTests {
    @Test("A moment of a clock is the same as one that is read, and none is beyond the calendar")
    func clamped() throws {
        for moment in [-1, 0, 1, -86_400, 86_399, 1_772_323_200, -62_135_596_800] {
            for offset in [Int32(0), -3600, 19_800] {
                #expect(DateTime(clamping: moment, offset: offset) == DateTime(moment: moment, zone: .offset(offset)))
            }
        }
        #expect(DateTime(clamping: .max, offset: 3600).date.year == 999_999_999)
        #expect(DateTime(clamping: .min, offset: -3600).date.year == -999_999_999)
    }
}
