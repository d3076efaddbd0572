extension UI {
    /// Rows and columns; on a phone each row becomes a card that names its cells.
    public struct Table: Component {
        public static let partial = "table"

        /// What the table shows. Every table has one; `isCaptionHidden` keeps it for assistive technology.
        public var caption: String
        public var isCaptionHidden: Bool
        public var columns: [Column]
        public var rows: [Row]
        /// The name under which the ticked rows are sent; `nil` for a table without boxes.
        public var selection: String?

        public init(
            _ caption: String, hideCaption: Bool = false, columns: [Column], rows: [Row], selection: String? = nil
        ) {
            (self.caption, isCaptionHidden, self.columns) = (caption, hideCaption, columns)
            (self.rows, self.selection) = (rows, selection)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "caption": caption
            case "isCaptionHidden": isCaptionHidden
            case "columns": columns
            case "rows": rows.map(placed)
            case "selection": selection.orAbsent
            case "isSelectable": selection != nil
            default: nil
            }
        }

        /// Each cell learns its column's name and kind.
        private func placed(_ row: Row) -> Row {
            var row = row
            row.selectionName = selection
            for (index, column) in columns.enumerated() where index < row.cells.count {
                row.cells[index].column = column
                row.cells[index].isRowHeader = index == 0
            }
            return row
        }
    }

    public struct Column: Component {
        public static let partial = "column"
        public enum Kind: String, Sendable, CaseIterable { case text, number }
        public enum Order: String, Sendable, CaseIterable { case ascending, descending }

        public var title: String
        public var kind: Kind
        /// Where the table is sorted by this column; `nil` for a column that cannot be.
        public var sort: String?
        /// The order it stands in now.
        public var order: Order?

        public init(_ title: String, _ kind: Kind = .text, sort: String? = nil, order: Order? = nil) {
            (self.title, self.kind, self.sort, self.order) = (title, kind, sort, order)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "title": title
            case "isNumber": kind == .number
            case "sort": sort.orAbsent
            case "order": (order?.rawValue).orAbsent
            case "orderIcon": order.map { ($0 == .ascending ? Icon.up : .down).rawValue }.orAbsent
            default: nil
            }
        }
    }

    public struct Row: Component {
        public static let partial = "row"
        public var cells: [Cell]
        /// What a tick sends, and what is ticked: "Select PR-2026-000123".
        public var sent: String?
        public var selectLabel: String
        public var isSelected: Bool
        var selectionName: String?

        public init(_ cells: [Cell], sends sent: String? = nil, selectLabel: String = "", isSelected: Bool = false) {
            (self.cells, self.sent, self.selectLabel, self.isSelected) = (cells, sent, selectLabel, isSelected)
        }

        public func member(_ key: String) -> Any? {
            switch key {
            case "cells": cells
            case "sent": sent.orAbsent
            case "selectionName": selectionName.orAbsent
            case "selectLabel": selectLabel
            case "isSelected": isSelected && selectionName != nil
            default: nil
            }
        }
    }

    /// What stands in a cell: a text, perhaps leading somewhere, or a tag, or a moment; with a second line if need be.
    public struct Cell: Component, ExpressibleByStringLiteral {
        public static let partial = "cell"
        public var text: String
        public var href: String?
        public var tag: Tag?
        public var moment: Moment?
        public var note: String?
        var column = Column("")
        var isRowHeader = false

        public init(_ text: String, href: String? = nil, note: String? = nil) {
            (self.text, self.href, self.note) = (text, href, note)
        }
        public init(tag: Tag, note: String? = nil) { (text, self.tag, self.note) = ("", tag, note) }
        public init(moment: Moment, note: String? = nil) { (text, self.moment, self.note) = ("", moment, note) }
        public init(stringLiteral text: String) { self.init(text) }

        public func member(_ key: String) -> Any? {
            switch key {
            case "text": text
            case "href": href.orAbsent
            case "tag": tag.orAbsent
            case "moment": moment.orAbsent
            case "note": note.orAbsent
            case "columnTitle": column.title
            case "isNumber": column.kind == .number
            case "isRowHeader": isRowHeader
            default: nil
            }
        }
    }
}
