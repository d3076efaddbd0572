import Testing

@testable import FEEL

@Suite("Examples of DMN 1.5, clause 10")
struct ClauseTests {
    private func value(_ text: String) throws -> FEELValue {
        try Expression(text).evaluate(now: DateTime(moment: 1_772_323_200, zone: .offset(0))).value
    }

    @Test(
        "An expression gives the value that the specification says",
        arguments: [
            // 10.3.2.13: quantifiers, the empty list, and what is undecided.
            ("some x in [] satisfies x", "false"), ("every x in [] satisfies x", "true"),
            ("every x in [1, 2], y in [3] satisfies x < y", "true"), ("some x in [1, null] satisfies x > 1", "null"),
            ("every i in [0] satisfies i < 1 and i >= 0", "true"),
            // Table 42 to 55.
            ("not(null)", "null"), ("true and null", "null"), ("false and null", "false"), ("null or true", "true"),
            ("-(-5)", "5"), ("10 / 0", "null"), ("2 ** 3 ** 2", "64"), ("-2 ** 2", "4"), ("1 = \"1\"", "null"),
            ("[1, 2] = [1, 2.0]", "true"), ("{a: 1} = {a: 1.0}", "true"), ("null = null", "true"), ("1 < null", "null"),
            ("\"a\" < \"b\"", "true"), ("5 in (< 3, > 4)", "true"), ("5 in ([1..5))", "false"), ("1 in [1, 2]", "true"),
            ("if null then 1 else 2", "2"), ("if \"true\" then 1 else 2", "2"),
            // 10.3.4.3: strings.
            ("substring(\"foobar\", -2)", "\"ar\""), ("substring(\"\\U01F40Eab\", 2)", "\"ab\""),
            ("string length(\"\\U01F40Eab\")", "3"), ("upper case(\"aBc4\")", "\"ABC4\""),
            ("replace(\"abracadabra\", \"bra\", \"*\")", "\"a*cada*\""),
            ("replace(\"aaa\", \"a\", \"b\", \"x\")", "\"bbb\""),
            ("replace(\"banana\", \"(an)(a)\", \"[$1|$2]\")", "\"b[an|a]na\""),
            ("starts with(\"foobar\", \"fo\")", "true"), ("ends with(\"foobar\", \"bar\")", "true"),
            ("string join([\"a\", null, \"c\"], \"-\")", "\"a-c\""), ("string(1.10)", "\"1.10\""),
            ("string(null)", "null"),
            // 10.3.4.4 and 10.3.4.5: lists and numbers.
            ("sublist([4, 5, 6], -2, 1)", "[5]"), ("insert before([1, 3], 2, 2)", "[1, 2, 3]"),
            ("remove([1, 2, 3], 2)", "[1, 3]"), ("reverse([1, 2])", "[2, 1]"), ("index of([1, 2, 1], 1)", "[1, 3]"),
            ("union([1, 2], [2, 3])", "[1, 2, 3]"), ("distinct values([1, 2, 1])", "[1, 2]"),
            ("mode([6, 3, 9, 6, 6])", "[6]"), ("mode([6, 1, 9, 6, 1])", "[1, 6]"), ("mode([])", "[]"),
            ("median([8, 2, 5, 3])", "4"), ("mean(1, 2, 3)", "2"), ("min([])", "null"), ("sum([])", "null"),
            ("max(\"a\", \"c\", \"b\")", "\"c\""), ("list contains([1, null], null)", "true"), ("count([])", "0"),
            ("abs(-5)", "5"), ("abs(@\"-P1D\")", "@\"P1D\""), ("even(-2)", "true"), ("even(1)", "false"),
            ("floor(-1.5)", "-2"), ("floor(-1.56, 1)", "-1.6"), ("round down(-5.5, 0)", "-5"),
            ("round half up(-5.5, 0)", "-6"), ("modulo(-10, 4)", "2"), ("modulo(10, -4)", "-2"), ("sqrt(-1)", "null"),
            ("number(\"1 000,5\", \" \", \",\")", "1000.5"), ("number(\"1,000.5\", \",\", \".\")", "1000.5"),
            ("number(\"1.0\", \".\", \".\")", "null"),
            // Dates, times, durations: 10.3.2.3 and table 60.
            ("time(\"23:59:00Z\").time offset", "@\"PT0S\""), ("time(25, 0, 0)", "null"), ("time(1, 2, 3).minute", "2"),
            ("time(14, 30, 0, duration(\"PT1H\"))", "@\"14:30:00+01:00\""),
            ("date(\"2024-02-30\")", "null"), ("date(2024, 2, 29).weekday", "4"),
            ("date and time(date(\"2024-01-01\"), time(\"10:00:00\"))", "@\"2024-01-01T10:00:00\""),
            ("(date(\"2024-03-01\") - date(\"2024-02-01\")).days", "29"), ("duration(\"P1Y14M\").years", "2"),
            ("years and months duration(date(\"2011-12-22\"), date(\"2013-08-24\"))", "@\"P1Y8M\""),
            ("day of year(date(2019, 9, 17))", "260"), ("date(\"2024-01-31\") + @\"P1M\"", "@\"2024-02-29\""),
            // 10.3.4.7: ranges.
            ("before([1..5), 5)", "true"), ("meets([1..5], [5..10])", "true"), ("overlaps([1..5], [5..8])", "true"),
            ("overlaps([1..5], (5..8])", "false"), ("includes([5..10], [5..10))", "true"),
            ("during((1..10), [1..10])", "true"), ("started by([1..10], 1)", "true"),
            ("finishes(10, [1..10])", "true"), ("coincides([1..5], [1..5))", "false"),
            ("overlaps after([5..10], [1..6])", "true"), ("[1..5].start included", "true"),
            // 10.3.4.6: contexts.
            ("context put({a: 1}, \"a\", 2)", "{a: 2}"), ("context put({a: {b: 1}}, [\"a\", \"b\"], 3).a.b", "3"),
            ("context put({a: 1}, [], 2)", "null"), ("context merge([{a: 1}, {b: 2, a: 3}])", "{a: 3, b: 2}"),
            ("context([{key: \"a\", value: 1}, {key: \"a\", value: 2}])", "null"),
            ("get value({a: 1}, \"b\")", "null"), ("{a: 1, b: a + 1}.b", "2"),
            // Types: 10.3.2.9.
            ("1 instance of number", "true"), ("null instance of Any", "false"),
            ("[1, \"a\"] instance of list<number>", "false"),
            ("{a: 1, b: 2} instance of context<a: number>", "true"), ("[1..2] instance of range<number>", "true"),
            ("(function(x: number) x) instance of function<number>->Any", "true"),
            ("abs instance of function<number>->number", "true"),
            ("@\"P1D\" instance of days and time duration", "true"),
            // Functions, loops, filters.
            ("(function(a, b) a - b)(b: 1, a: 3)", "2"), ("for i in 3..1 return i", "[3, 2, 1]"),
            ("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]"),
            ("for i in [1, 2], j in [10, 20] return i * j", "[10, 20, 20, 40]"),
            ("[1, 2, 3][item > 1]", "[2, 3]"), ("[{a: 1}, {a: 2}][a = 2].a", "[2]"), ("[1, 2][0]", "null"),
            ("5[1]", "5"),
            ("5[false]", "[]"), ("[1, 2, 3][-1]", "3"), ("sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]"),
        ])
    func example(_ text: String, _ expected: String) throws {
        let (found, wanted) = (try value(text), try value(expected))
        #expect(found.literal == wanted.literal, "\(text)")
    }
}
