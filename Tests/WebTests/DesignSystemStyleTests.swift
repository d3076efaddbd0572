import Foundation
import Testing

@testable import Web

@Suite("Design system: style")
struct DesignSystemStyleTests {
    /// The tokens of a rule, by name.
    private func tokens(_ selector: String) throws -> [String: UI.Colour] {
        let sheet = DesignSystemViews.stylesheet
        let start = try #require(sheet.range(of: selector + " {"))
        let end = try #require(sheet[start.upperBound...].firstIndex(of: "}"))
        return sheet[start.upperBound..<end].matches(of: /--([a-z-]+): (#[0-9a-f]{3,6});/).reduce(into: [:]) {
            tokens, match in
            let hex = match.2.count == 4 ? "#" + match.2.dropFirst().map { "\($0)\($0)" }.joined() : String(match.2)
            tokens[String(match.1)] = UI.Colour(hex)
        }
    }

    @Test(
        "every text can be read on every ground that it stands on, at 7:1 (WCAG 2.2, 1.4.6)",
        arguments: [":root, [data-scheme=light]", "[data-scheme=dark]", ":root:not([data-scheme])"])
    func contrast(_ scheme: String) throws {
        let colours = try tokens(scheme)
        var pairs = [("on-civic", "civic")]
        for text in ["ink", "soft", "civic"] { pairs += ["paper", "sheet", "wash", "civic-wash"].map { (text, $0) } }
        for meaning in ["done", "notice", "warning", "problem"] {
            pairs += ["paper", "sheet", "wash", "\(meaning)-wash"].map { (meaning, $0) }
        }
        for wash in ["done", "notice", "warning", "problem"] { pairs.append(("ink", "\(wash)-wash")) }
        pairs += [("soft", "problem-wash"), ("second", "paper"), ("third", "paper"), ("fourth", "paper")]
        for (text, ground) in pairs {
            let contrast = try #require(colours[text]).contrast(to: try #require(colours[ground]))
            let least = ["second", "third", "fourth"].contains(text) ? 4.5 : 7
            #expect(contrast >= least, "\(text) on \(ground)")
        }
        for ground in ["paper", "sheet", "wash"] {
            #expect(
                try #require(colours["edge"]).contrast(to: try #require(colours[ground])) >= 3, "edges on \(ground)")
        }
    }

    @Test("the dark tokens are the same whether the device or a section asks for them")
    func darkTwice() throws { #expect(try tokens("[data-scheme=dark]") == tokens(":root:not([data-scheme])")) }

    @Test("the style sheet knows no left and no right, so that it serves both directions of writing")
    func logicalProperties() {
        let physical = /(margin|padding|border)-(left|right)|[;{]\s*(left|right):|(text-align|float):\s*(left|right)/
        #expect(DesignSystemViews.stylesheet.firstMatch(of: physical) == nil)
    }

    @Test("a first visit costs at most 30 kB; styles 9 kB, scripts 4 kB, compressed")
    func budget() throws {
        let css = try compressed(DesignSystemViews.stylesheet),
            js = try compressed(Assets.files["Assets/polity.js"] ?? "")
        let icons = try compressed(Assets.files["Assets/icons.svg"] ?? "")
        #expect(css <= 9 * 1024)
        #expect(js <= 4 * 1024)
        #expect(css + js + icons <= 15 * 1024)
    }

    private func compressed(_ text: String) throws -> Int {
        #expect(!text.isEmpty)
        return try #require(Gzip.compress(Array(text.utf8), level: 9)).count
    }

    @Test("a jurisdiction's colour that cannot be read is refused, and a strong one brings its own for dark paper")
    func civicColour() throws {
        #expect(throws: UI.CivicColour.Refusal.unreadable("green")) { try UI.CivicColour(light: "green") }
        #expect(throws: UI.CivicColour.Refusal.self) { try UI.CivicColour(light: "#2aa198") }
        #expect(throws: UI.CivicColour.Refusal.self) { try UI.CivicColour(light: "#0b4f4a", dark: "#0b4f4a") }
        let colour = try UI.CivicColour(light: "#0b5650")
        #expect(colour.stylesheet.matches(of: /--civic:/).count == 3)
        let dark = try #require(UI.Colour("#1d2926"))
        #expect(colour.dark.contrast(to: dark) >= 7)
    }
}
