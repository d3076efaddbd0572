import Testing

@testable import Web

@Suite("Templates: the Mustache specification, as far as views use it")
struct TemplateTests {
    private func draw(_ source: String, _ model: Members = [:], _ partials: [String: String] = [:]) throws -> String {
        var failure: TemplateError?
        let views = ViewSet(partials.merging(["view": source]) { $1 }) { failure = $1 }
        if let failure { throw failure }
        return try #require(views.render(model, withTemplate: "view"))
    }

    @Test(
        "Variables are escaped, triple ones are not, unknown ones are nothing",
        arguments: [
            ("a{{x}}b{{{x}}}c{{&x}}d{{none}}e", "a&lt;&amp;&quot;&#39;&gt;b<&\"'>c<&\"'>de"), ("{{ n }}", "7"),
            ("{{m.x.y}}{{m.none.y}}", "deep"),
        ])
    func variables(_ source: String, _ expected: String) throws {
        let model: Members = ["x": "<&\"'>", "n": 7, "m": Members(["x": Members(["y": "deep"])])]
        #expect(try draw(source, model) == expected)
    }

    @Test(
        "Sections: truth, lists with their edges, the nearest name, what is not there",
        arguments: [
            ("{{#yes}}1{{/yes}}{{^yes}}2{{/yes}}{{#no}}3{{/no}}{{^no}}4{{/no}}", "14"),
            (
                "{{#list}}{{#first()}}[{{/first()}}{{.}}{{^last()}},{{/last()}}{{#last()}}]{{/last()}}{{/list}}",
                "[a,b,c]"
            ),
            ("{{#empty}}x{{/empty}}{{^empty}}none{{/empty}}", "none"),
            ("{{#absent}}x{{/absent}}{{^absent}}none{{/absent}}", "none"),
            ("{{#inner}}{{name}} {{outer}}{{/inner}}", "inner outer"),
            ("{{#missing}}x{{/missing}}{{^missing}}y{{/missing}}", "y"),
            ("{{#optional}}x{{/optional}}{{^optional}}none{{/optional}}{{optional}}", "none"),
        ])
    func sections(_ source: String, _ expected: String) throws {
        let model: Members = [
            "yes": true, "no": false, "list": ["a", "b", "c"], "empty": [String](), "absent": Absent(),
            "outer": "outer", "name": "outer",
            "inner": Members(["name": "inner"]), "optional": String?.none,
        ]
        #expect(try draw(source, model) == expected)
    }

    @Test("A tag alone on its line takes the line with it; a variable does not")
    func standalone() throws {
        let source = "a\n  {{#yes}}\nb {{x}}\n{{x}}\n{{/yes}}  \n{{! a remark }}\nc\n{{>p}}\nd"
        #expect(try draw(source, ["yes": true, "x": "1"], ["p": "P\n"]) == "a\nb 1\n1\nc\nP\nd")
    }

    @Test("A view inherits another: its blocks replace the standard ones, through every generation")
    func inheritance() throws {
        let partials = [
            "layout": "<{{$title}}none{{/title}}|{{$body}}{{/body}}>",
            "wide": "{{<layout}}{{$body}}wide {{$body}}inner{{/body}}{{/body}}{{/layout}}",
        ]
        #expect(try draw("{{<layout}}{{$body}}x{{y}}{{/body}}{{/layout}}", ["y": "1"], partials) == "<none|x1>")
        #expect(try draw("{{<wide}}\n{{$title}}T{{/title}}\n{{/wide}}", [:], partials) == "<T|wide inner>")
        #expect(try draw("{{<wide}}{{$body}}page{{/body}}{{/wide}}", [:], partials) == "<none|page>")
    }

    @Test("A list draws each element by the view that it names")
    func dynamicNames() throws {
        let model: Members = [
            "fields": [
                Members(["partial": "a", "x": "1"]), Members(["partial": "b", "x": "2"]), Members(["partial": "c"]),
            ]
        ]
        #expect(try draw("{{#fields}}{{>*partial}}{{/fields}}", model, ["a": "A{{x}}", "b": "B{{x}}"]) == "A1B2")
    }

    @Test("A view that draws itself without end is cut off")
    func recursion() throws {
        #expect(try draw("x{{>view}}").count == 101)
    }

    @Test(
        "What does not parse is told with its line",
        arguments: [
            ("a\n{{#x}}\n{{/y}}", 3), ("a\nb\n{{x", 3), ("{{/x}}", 1), ("\n{{<view}}text{{/view}}", 2),
            ("{{>nobody}}", 1),
        ])
    func mistakes(_ source: String, _ line: Int) throws {
        let error = #expect(throws: TemplateError.self) { try draw(source) }
        #expect(error?.line == line)
    }
}
