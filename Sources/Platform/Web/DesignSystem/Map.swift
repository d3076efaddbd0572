extension UI {
    /// A map to look at: streets, pins (counted where they are close together), and the same places as a list.
    /// It moves by links that hold the part of the map in their query, so it works without scripts.
    public struct Map: Component {
        public static let partial = "map"

        /// Unique in the page.
        public var id: String
        public var title: String
        public var data: MapData
        /// The part to show; it is grown to the drawing's shape.
        public var view: Box
        public var pins: [Pin]
        /// The address of the page that shows another part: `/requests?bbox=…`.
        public var address: @Sendable (Box) -> String
        /// How many places the list names.
        public var listed: Int

        public init(
            id: String = "map", _ title: String, data: MapData, view: Box? = nil, pins: [Pin], listed: Int = 30,
            address: @escaping @Sendable (Box) -> String
        ) {
            (self.id, self.title, self.data, self.view) = (id, title, data, view ?? data.extent)
            (self.pins, self.listed, self.address) = (pins, listed, address)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "id": id
            case "title": title
            case "svg": HTML(drawing.svg(pins: pins, chosen: nil, cross: false, zoom: address))
            case "moves": MapMove.all(from: shaped, in: data.extent).map { $0.leading(to: address($0.box)) }
            case "pins": Array(shown.prefix(listed))
            case "hasPins": !shown.isEmpty
            default: nil
            }
        }

        private var shaped: Box { view.shaped(Double(MapDrawing.width) / Double(MapDrawing.height)) }
        private var drawing: MapDrawing { MapDrawing(data: data, view: shaped) }
        private var shown: [Pin] { pins.filter { shaped.contains($0.point) } }
    }

    /// A place chosen on the map, as part of a form. Without scripts its buttons send the form, and the page comes back with
    /// the other answers kept and the map moved: read them with `MapAnswer`.
    public struct MapPoint: Field {
        public static let partial = "map-point"
        public var question: Question
        public var data: MapData
        public var view: Box
        public var chosen: Point?
        /// What stands at the chosen place, if it is known: an address.
        public var place: String?

        public init(_ question: Question, data: MapData, view: Box? = nil, chosen: Point? = nil, place: String? = nil) {
            (self.question, self.data, self.view) = (question, data, view ?? data.extent)
            (self.chosen, self.place) = (chosen, place)
        }

        public init(_ question: Question, data: MapData, answer: MapAnswer, place: String? = nil) {
            self.init(question, data: data, view: answer.view, chosen: answer.chosen, place: place)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "svg": HTML(drawing.svg(pins: [], chosen: chosen, cross: true, zoom: { _ in "" }))
            case "moves": MapMove.all(from: shaped, in: data.extent)
            case "cells": cells
            case "view": shaped.text
            case "centre": shaped.centre.text
            case "chosen": (chosen?.text).orAbsent
            case "place": place.orAbsent
            default: question.member(key)
            }
        }

        private var shaped: Box { view.shaped(Double(MapDrawing.width) / Double(MapDrawing.height)) }
        private var drawing: MapDrawing { MapDrawing(data: data, view: shaped) }

        /// Parts of the view, each a button under the pointer: `column,row` from the north-west.
        private var cells: [String] {
            (0..<MapAnswer.rows).flatMap { row in (0..<MapAnswer.columns).map { "\($0),\(row)" } }
        }
    }

    /// What a form with a `MapPoint` sent: `name` and `name-view` are kept; `name-move`, `name-choose` and
    /// `name-cell` are its buttons.
    public struct MapAnswer: Sendable, Hashable {
        public var view: Box?
        public var chosen: Point?
        /// Whether a button of the map was pressed: show the page again instead of going on.
        public var isChange: Bool

        static let columns = 8, rows = 6

        /// - Parameter value: the value of a field of the form.
        public init(_ name: String, value: (String) -> String?) {
            let move = value("\(name)-move").flatMap(Box.init)
            let old = value("\(name)-view").flatMap(Box.init)
            let cell = old.flatMap { view in value("\(name)-cell").flatMap { Self.centre(of: $0, in: view) } }
            let choice = value("\(name)-choose").flatMap(Point.init) ?? cell
            chosen = choice ?? value(name).flatMap(Point.init)
            view = move ?? old
            if let choice, let old = view, !old.contains(choice) { view = old.scaled(1, around: choice) }
            isChange = move != nil || choice != nil
        }

        /// The middle of a part of the view, named `column,row`.
        private static func centre(of cell: String, in view: Box) -> Point? {
            let parts = cell.split(separator: ",").map { Int($0) }
            guard parts.count == 2, let column = parts[0], let row = parts[1], (0..<columns).contains(column),
                (0..<rows).contains(row)
            else { return nil }
            return Point(
                latitude: view.north - view.height * (Double(row) + 0.5) / Double(rows),
                longitude: view.west + view.width * (Double(column) + 0.5) / Double(columns))
        }
    }

    /// One step of a map. The view says it in words; `key` is `north`, `closer`…
    struct MapMove: Component {
        static let partial = "map-move"
        var key: String
        var icon: String
        var box: Box
        var href: String?

        static func all(from view: Box, in extent: Box) -> [MapMove] {
            let closer = view.scaled(0.5), wider = view.scaled(2)
            var moves = [
                MapMove(key: "north", icon: Icon.up.rawValue, box: view.moved(east: 0, north: 0.4)),
                MapMove(key: "south", icon: Icon.down.rawValue, box: view.moved(east: 0, north: -0.4)),
                MapMove(key: "west", icon: Icon.back.rawValue, box: view.moved(east: -0.4, north: 0)),
                MapMove(key: "east", icon: Icon.forward.rawValue, box: view.moved(east: 0.4, north: 0)),
            ].filter { extent.contains($0.box.centre) }
            // Nobody needs to see less than about a hundred metres, or more than there is.
            if closer.height > 0.0008 { moves.append(MapMove(key: "closer", icon: Icon.plus.rawValue, box: closer)) }
            if view.height < extent.height * 1.5 {
                moves.append(MapMove(key: "wider", icon: Icon.minus.rawValue, box: wider))
            }
            return moves
        }

        func leading(to href: String) -> MapMove {
            var move = self
            move.href = href
            return move
        }

        func member(_ key: String) -> Any? {
            switch key {
            case "key": self.key
            case "icon": icon
            case "box": box.text
            case "href": href.orAbsent
            case "isNorth", "isSouth", "isWest", "isEast", "isCloser", "isWider": key.lowercased() == "is" + self.key
            default: nil
            }
        }
    }
}
