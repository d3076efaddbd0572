import Base
import Foundation
import Mustache
import Testing
import WebTesting

@testable import Web

@Suite("Design system: views")
struct DesignSystemTests {
    @Test(
        "every part in every state is drawn without a name that its model does not know",
        arguments: UI.DesignSpecimen.all)
    func specimens(_ specimen: UI.DesignSpecimen) throws {
        let views = try DesignSystemViews(specimen.language)
        let probe = DesignSystemProbe(.sample(specimen.language), specimen)
        let drawn = try views.draw("design-specimen", probe)
        #expect(probe.unknown.isEmpty)
        #expect(!drawn.contains("[["))
        #expect(!drawn.contains("Optional("))
    }

    @Test("the layouts know every name that they use", arguments: DesignSystemViews.languages, [true, false])
    func layouts(_ language: Language, signedIn: Bool) throws {
        let views = try DesignSystemViews(language)
        let letterhead = UI.Letterhead(
            agency: "Works", sender: ["1 Street"], recipient: ["A. Sample"],
            date: UI.Moment("3 May", iso: "2026-05-03"),
            referenceLabel: "Reference", reference: "1", subject: "About it", code: HTML("<svg/>"), address: "example/1"
        )
        for layout in ["layout", "layout-workspace", "layout-letter"] {
            let probe = DesignSystemProbe(.sample(language, signedIn: signedIn), Members(["letterhead": letterhead]))
            let drawn = try views.draw(layout, probe)
            #expect(probe.unknown.isEmpty, "\(layout)")
            #expect(drawn.hasPrefix("<!doctype html>"))
            #expect(drawn.contains("<html lang=\"\(language)\" dir=\"\(language.isRightToLeft ? "rtl" : "ltr")\">"))
        }
    }

    @Test("each status that has words draws exactly one title", arguments: UI.ErrorPage.statuses + [418, 502])
    func errorPages(_ status: Int) throws {
        let page = UI.ErrorPage(status, detail: "d", requestID: "r", retryAfter: 3, signIn: "/sign-in")
        let probe = DesignSystemProbe(.sample(.english), page)
        let drawn = try DesignSystemViews(.english).draw("error-page", probe)
        #expect(drawn.matches(of: /<h1>/).count == 1)
        #expect(probe.unknown.isEmpty)
    }

    @Test(
        "a page inherits the layout's blocks, also through the workspace's", arguments: ["layout", "layout-workspace"])
    func inheritance(_ layout: String) throws {
        let source = ViewSource(
            block: "test",
            files: [
                "Views/page.mustache": "{{<\(layout)}}\n{{$content}}\n<p>{{word}}</p>\n{{/content}}\n{{/\(layout)}}\n"
            ])
        let views = try ViewLibrary([source], languages: [.english]).drawing(in: .english).views
        let probe = DesignSystemProbe(.sample(.english), Members(["word": "mine"]))
        let drawn = try #require(views.render(probe, withTemplate: "test/page"))
        #expect(drawn.contains("<p>mine</p>"))
        #expect(drawn.contains("class=\"\(layout == "layout" ? "column" : "wide")\""))
    }

    @Test("the languages have the same words, and none is empty")
    func words() throws {
        func texts(_ language: Language) throws -> [String: String] {
            let json = try #require(Assets.files["Texts/\(language).json"])
            return try JSONDecoder().decode([String: String].self, from: Data(json.utf8))
        }
        let english = try Set(texts(.english).keys)
        for language in DesignSystemViews.languages {
            #expect(try Set(texts(language).keys) == english, "\(language)")
            #expect(try texts(language).values.allSatisfy { !$0.trimmingCharacters(in: .whitespaces).isEmpty })
        }
    }

    @Test(
        "the style page stands at one address, in every language, with one heading and within its weight",
        arguments: ["/design", "/design?specimen=ar-dark", "/design?specimen=nothing"])
    func designPage(_ address: String) async throws {
        let views = try ViewLibrary([], languages: DesignSystemViews.languages)
        var routes = Routes()
        UI.DesignPage.declare(on: &routes, views: views)
        let browser = Browser(try WebApplication.testing(routes))
        let answer = try await browser.get(address)
        #expect(answer.status == 200)
        #expect(answer.text.matches(of: /<h1/).count == 1)
        #expect(answer.text.contains("dir=\"rtl\"") && answer.text.contains("data-scheme=\"dark\""))
        #expect(try #require(Gzip.compress(Array(answer.text.utf8), level: 6)).count < 15_000)
    }

    @Test("no view has a script, a style or a handler within it: the content security policy would stop them")
    func policy() {
        for (name, source) in DesignSystemViews.sources {
            #expect(
                source.firstMatch(of: /<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=|javascript:/) == nil, "\(name)")
        }
    }

    @Test("no part stands after white space at the start of a line, where the engine would indent it")
    func indentation() {
        for (name, source) in DesignSystemViews.sources {
            #expect(source.firstMatch(of: /(?m)^[ \t]+\{\{[>$<]/) == nil, "\(name)")
        }
    }

    @Test("every icon has a drawing")
    func icons() throws {
        let sprite = try #require(Assets.files["Assets/icons.svg"])
        let drawn = Set(sprite.matches(of: /<symbol id="([a-z-]+)"/).map { String($0.1) })
        #expect(drawn == Set(UI.Icon.allCases.map(\.rawValue)))
        for (name, source) in DesignSystemViews.sources {
            for icon in source.matches(of: /icons\}\}#([a-z-]+)"/) {
                #expect(drawn.contains(String(icon.1)), "\(name)")
            }
        }
    }

    @Test(
        "in a page with errors each link of the summary leads to a field, each label to its box, and no two things share a name",
        arguments: UI.DesignSpecimen.all)
    func identifiers(_ specimen: UI.DesignSpecimen) throws {
        let drawn = try DesignSystemViews(specimen.language).draw(specimen)
        let ids = drawn.matches(of: /\sid="([^"]+)"/).map { String($0.1) }
        #expect(Set(ids).count == ids.count)
        let references =
            drawn.matches(of: /\sfor="([^"]+)"/).map { String($0.1) }
            + drawn.matches(of: /href="#([^"]+)"/).map { String($0.1) }
            + drawn.matches(of: /aria-describedby="([^"]+)"/).flatMap { $0.1.split(separator: " ").map(String.init) }
        #expect(references.count > 20)
        #expect(Set(references).subtracting(ids) == [])
    }

    @Test("what a person typed is text, wherever it is drawn")
    func escaping() throws {
        let typed = "\" onx=\"y\"><script>alert('x')</script>&"
        let views = try DesignSystemViews(.english)
        let point = UI.Point(latitude: 0.005, longitude: 0.008)
        let components: [any Component] = [
            UI.TextField(UI.Question(typed, typed, hint: typed, error: typed), value: typed, prefix: typed),
            UI.TextArea(UI.Question("a", typed), value: typed),
            UI.Notice(.problem, typed, [typed], links: [UI.Link(typed, typed)]),
            UI.Table(
                typed, columns: [UI.Column(typed)], rows: [UI.Row([UI.Cell(typed, href: typed)], sends: typed)],
                selection: typed),
            UI.Map(typed, data: DesignListSamples.town, pins: [UI.Pin(typed, at: point, href: typed)]) { _ in typed },
            UI.Map(typed, data: DesignListSamples.town, pins: [UI.Pin(typed, at: point), UI.Pin(typed, at: point)]) {
                _ in typed
            },
            UI.LineChart(typed, axisTitle: typed, axis: [typed, typed], [UI.Series(typed, [1, 2])]),
            UI.StackedBar(typed, [UI.Figure(typed, 1, typed)]),
            UI.BarChart(typed, label: typed, figure: typed, [UI.Figure(typed, 1, typed)]),
            UI.Message(from: typed, UI.Moment(typed, iso: typed), [typed]),
            UI.Search(action: typed, value: typed, label: typed),
        ]
        for component in components {
            let drawn = try views.draw(component)
            #expect(!drawn.contains("<script"), "\(type(of: component))")
            #expect(!drawn.contains("onx=\""), "\(type(of: component))")
        }
    }

    @Test("a text area gives back a first empty line that was typed")
    func firstLine() throws {
        let drawn = try DesignSystemViews(.english).draw(UI.TextArea(UI.Question("a", "A"), value: "\nsecond"))
        #expect(drawn.contains(">\n\nsecond</textarea>"))
    }
}
