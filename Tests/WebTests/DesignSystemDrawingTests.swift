import Base
import Foundation
import Testing

@testable import Web

@Suite("Design system: maps and charts")
struct DesignSystemDrawingTests {
    let town = DesignListSamples.town

    @Test(
        "a point and a box are read from what a form or a query sends, and nothing else is",
        arguments: [
            "", "1", "1,2,3", "a,b", "91,0", "0,181", "nan,0", "1,,2", "1, 2",
        ])
    func points(_ text: String) {
        #expect(UI.Point(text) == nil)
        #expect(UI.Box(text) == nil)
    }

    @Test("points and boxes survive being written and read")
    func roundTrip() throws {
        let point = try #require(UI.Point("52.37021,-4.89517"))
        #expect(UI.Point(point.text) == point)
        let box = try #require(UI.Box("-30.24,47.575,-30.15998,47.62446"))
        #expect(UI.Box(box.text) == box)
        #expect(UI.Box("1,1,1,2") == nil)
        #expect(UI.Box("2,1,1,2") == nil)
    }

    @Test("pins that are close together are counted, pins outside are not drawn, and none is lost")
    func clusters() throws {
        let view = UI.Box(west: 0, south: 0, east: 0.016, north: 0.012)
        let drawing = MapDrawing(data: town, view: view)
        let near = (0..<5).map { UI.Pin("n\($0)", at: UI.Point(latitude: 0.003, longitude: 0.003 + Double($0) * 1e-6)) }
        let far = UI.Pin("f", at: UI.Point(latitude: 0.01, longitude: 0.014))
        let outside = UI.Pin("o", at: UI.Point(latitude: 1, longitude: 1))
        let clusters = drawing.clusters(near + [far, outside])
        #expect(clusters.map(\.pins.count) == [5, 1])
    }

    @Test("a degree of longitude is drawn shorter away from the equator")
    func shape() throws {
        let box = try #require(UI.Box("10,59,11,60")).shaped(4.0 / 3)
        #expect(box.width > box.height * 2)
        #expect(abs(box.centre.latitude - 59.5) < 1e-9)
    }

    @Test("a map offers no step that leaves it, and none closer than a street")
    func moves() {
        let wide = UI.MapMove.all(from: town.extent, in: town.extent)
        #expect(wide.map(\.key).contains("closer"))
        let corner = town.extent.scaled(0.1, around: UI.Point(latitude: 0.0119, longitude: 0.0159))
        #expect(!UI.MapMove.all(from: corner, in: town.extent).map(\.key).contains("north"))
        #expect(!UI.MapMove.all(from: town.extent.scaled(0.1), in: town.extent).map(\.key).contains("closer"))
        #expect(!UI.MapMove.all(from: town.extent.scaled(2), in: town.extent).map(\.key).contains("wider"))
    }

    @Test("the map in a form: moving keeps the choice, choosing keeps the view, continuing changes neither")
    func mapAnswer() {
        let kept = ["place": "0.003,0.004", "place-view": "0,0,0.01,0.01"]
        func answer(_ more: [String: String]) -> UI.MapAnswer {
            let form = kept.merging(more) { $1 }
            return UI.MapAnswer("place") { form[$0] }
        }
        let going = answer([:])
        #expect(!going.isChange && going.chosen?.text == "0.00300,0.00400" && going.view == UI.Box("0,0,0.01,0.01"))
        let moved = answer(["place-move": "0.01,0,0.02,0.01"])
        #expect(moved.isChange && moved.chosen == going.chosen && moved.view == UI.Box("0.01,0,0.02,0.01"))
        let chosen = answer(["place-choose": "0.001,0.002"])
        #expect(chosen.isChange && chosen.chosen == UI.Point("0.001,0.002") && chosen.view == going.view)
        let located = answer(["place-choose": "0.5,0.5"])
        #expect(located.view?.contains(UI.Point(latitude: 0.5, longitude: 0.5)) == true)
        let tapped = answer(["place-view": "0,0,8,6", "place-cell": "0,5"])
        #expect(tapped.isChange && tapped.chosen?.text == "0.50000,0.50000")
        #expect(answer(["place-cell": "8,0"]).isChange == false)
        let broken = answer(["place": "x", "place-view": "y", "place-choose": "z"])
        #expect(!broken.isChange && broken.chosen == nil && broken.view == nil)
    }

    @Test(
        "charts draw nothing, one thing, zeros and what is not a number without failing",
        arguments: [
            [], [0], [0, 0, 0], [5], [-3, 4], [.infinity, 1], [.nan, 2], [1e300, 1],
        ])
    func edges(_ amounts: [Double]) throws {
        let views = try DesignSystemViews(.english)
        let figures = amounts.map { UI.Figure("a", $0, "b") }
        let axis = amounts.indices.map { "\($0)" }
        for component: any Component in [
            UI.BarChart("t", label: "l", figure: "f", figures), UI.StackedBar("t", figures), UI.Sparkline("t", amounts),
            UI.LineChart("t", axisTitle: "a", axis: axis, [UI.Series("s", amounts), UI.Series("n", [nil, 1])]),
        ] {
            #expect(!(try views.draw(component)).isEmpty)
        }
    }

    @Test("the longest bar fills the row, and the others keep their proportion")
    func bars() throws {
        let chart = UI.BarChart("t", label: "l", figure: "f", [UI.Figure("a", 200, "200"), UI.Figure("b", 50, "50")])
        let drawn = try DesignSystemViews(.english).draw(chart)
        #expect(drawn.contains("width=\"100%\" height=\"18\" rx") && drawn.contains("width=\"25%\""))
    }

    @Test("an axis has a few round steps", arguments: [(0.0, 188.0), (0, 1), (0, 7), (-20, 35), (0, 99_999), (0, 0.3)])
    func steps(_ bottom: Double, _ top: Double) {
        let steps = PlotScale.steps(from: bottom, to: top)
        #expect((2...6).contains(steps.count))
        #expect(steps.allSatisfy { $0 >= bottom - 1e-9 && $0 <= top + 1e-9 })
    }

    @Test("the lines' names never cover one another, and the time runs with the writing")
    func lines() throws {
        let series = (0..<4).map { UI.Series("s\($0)", [1, 10 + Double($0) * 0.01]) }
        let chart = UI.LineChart("t", axisTitle: "a", axis: ["x", "y"], series)
        let heights = chart.svg.matches(of: /class="name s\d" x="[0-9.]+%" y="([0-9.]+)"/).compactMap { Double($0.1) }
            .sorted()
        #expect(heights.count == 4)
        for (above, below) in zip(heights, heights.dropFirst()) { #expect(below - above >= 18) }
        let mirrored = UI.LineChart("t", axisTitle: "a", axis: ["x", "y"], series, rightToLeft: true).svg
        #expect(mirrored.contains("points=\"91,"))
    }

    @Test("streets are named along their course where the map is close, and never upside down")
    func streetNames() {
        let street = UI.MapData.Street(
            [UI.Point(latitude: 0.006, longitude: 0.016), UI.Point(latitude: 0.005, longitude: 0)], name: "High & Low")
        let data = UI.MapData(extent: UI.Box(west: 0, south: 0, east: 0.016, north: 0.012), streets: [street])
        func svg(_ view: UI.Box) -> String {
            MapDrawing(data: data, view: view).svg(pins: [], chosen: nil, cross: false) { _ in "" }
        }
        #expect(!svg(data.extent).contains("High"))
        let near = svg(data.extent.scaled(0.2, around: UI.Point(latitude: 0.0055, longitude: 0.008)))
        #expect(near.contains("High &amp; Low"))
        let angle = near.firstMatch(of: /rotate\((-?\d+)\)/).flatMap { Int($0.1) }
        #expect((-90...90).contains(angle ?? 999))
    }
}
