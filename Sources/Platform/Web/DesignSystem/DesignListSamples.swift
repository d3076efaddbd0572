import Foundation

/// Tables, lists, maps, charts and the workspace, as the style page shows them.
struct DesignListSamples: Sendable {
    let samples: DesignSamples

    private func w(_ english: String, _ arabic: String) -> String { samples.w(english, arabic) }

    func member(_ key: String) -> Any? {
        switch key {
        case "table": table(selection: nil)
        case "bulkTable":
            UI.BulkTable(
                action: "/design", table: table(selection: "chosen"),
                fields: [
                    UI.Select(
                        samples.question("to", "Give to", "أحل إلى"),
                        [UI.Choice("works", w("Public Works", "الأشغال العامة"))])
                ],
                buttons: [
                    UI.Button(w("Give", "أحل"), .secondary, name: "do", value: "give"),
                    UI.Button(w("Close", "أغلق"), .secondary, name: "do", value: "close"),
                ])
        case "filters": filters
        case "pagination":
            UI.Pagination(
                previous: "#", next: "#", text: w("Reports 21 to 40", "البلاغات من 21 إلى 40"), label: samples.title)
        case "tabs":
            UI.Tabs(
                w("Parts of the report", "أجزاء البلاغ") + " · \(samples.title)",
                [
                    UI.Link(w("What happened", "ما حدث"), "#", isCurrent: true),
                    UI.Link(w("Messages", "الرسائل"), "#", count: "2"), UI.Link(w("Files", "الملفات"), "#"),
                ])
        case "map":
            UI.Map(
                id: "map-\(samples.suffix)", w("Reports near the harbour", "البلاغات قرب المرفأ"), data: samples.town,
                pins: pins
            ) { "?bbox=\($0.text)" }
        case "barChart":
            UI.BarChart(
                w("Reports by district, May 2026", "البلاغات حسب الحي، مايو 2026"), label: w("District", "الحي"),
                figure: w("Reports", "البلاغات"),
                [
                    UI.Figure(w("Old Harbour", "المرفأ القديم"), 182, "182"),
                    UI.Figure(w("Eastquay", "الرصيف الشرقي"), 97, "97"),
                    UI.Figure(w("Castle Hill", "تلة القلعة"), 41, "41"),
                ])
        case "lineChart": lineChart
        case "stackedBar":
            UI.StackedBar(
                w("What became of them", "ما آلت إليه"),
                [
                    UI.Figure(w("Repaired", "أُصلح"), 64, "64 %"),
                    UI.Figure(w("In progress", "قيد التنفيذ"), 22, "22 %"), UI.Figure(w("Refused", "مرفوض"), 9, "9 %"),
                    UI.Figure(w("Withdrawn", "مسحوب"), 5, "5 %"),
                ])
        case "sparkline":
            UI.Sparkline(
                w("rose from 12 to 31 since January", "ارتفع من 12 إلى 31 منذ يناير"), [12, 15, 14, 19, 24, 22, 31])
        case "caseHead": caseHead
        case "shortcuts":
            UI.Shortcuts(
                [
                    UI.Shortcut("j", w("Next report", "البلاغ التالي")),
                    UI.Shortcut("k", w("Report before", "البلاغ السابق")),
                    UI.Shortcut("a", w("Take it on", "تولَّ البلاغ")),
                ], id: "keys-\(samples.suffix)")
        default: nil
        }
    }

    private func table(selection: String?) -> UI.Table {
        func row(_ number: String, _ what: String, _ tag: UI.Tag, _ day: Int, _ amount: String) -> UI.Row {
            UI.Row(
                [
                    UI.Cell(number, href: "#"), UI.Cell(what, note: w("Eastquay", "الرصيف الشرقي")), UI.Cell(tag: tag),
                    UI.Cell(moment: samples.moment(day)), UI.Cell(amount),
                ],
                sends: number, selectLabel: w("Select \(number)", "حدّد \(number)"), isSelected: day == 4)
        }
        return UI.Table(
            w("Reports of this week", "بلاغات هذا الأسبوع"),
            columns: [
                UI.Column(w("Number", "الرقم")), UI.Column(w("Problem", "المشكلة")), UI.Column(w("State", "الحالة")),
                UI.Column(w("Received", "وصل في"), sort: "#", order: .descending),
                UI.Column(w("Cost", "التكلفة"), .number),
            ],
            rows: [
                row(
                    "SR-004182", w("Street light out", "إنارة شارع معطلة"),
                    UI.Tag(w("In progress", "قيد التنفيذ"), .notice), 8, "€ 140.00"),
                row(
                    "SR-004181", w("Hole in the road", "حفرة في الطريق"), UI.Tag(w("Repaired", "أُصلح"), .done), 4,
                    "€ 1,220.50"),
                row(
                    "SR-004177", w("Waste left behind", "نفايات متروكة"), UI.Tag(w("Refused", "مرفوض"), .problem), 2,
                    "–"),
            ], selection: selection)
    }

    private var filters: UI.Filters {
        UI.Filters(
            action: "/design",
            fields: [
                UI.Select(
                    samples.question("state", "State", "الحالة"),
                    [
                        UI.Choice("", w("Any", "الكل")),
                        UI.Choice("open", w("In progress", "قيد التنفيذ"), isChosen: true),
                    ]),
                UI.Select(
                    samples.question("where", "District", "الحي"),
                    [UI.Choice("", w("Any", "الكل")), UI.Choice("east", w("Eastquay", "الرصيف الشرقي"))]),
            ], chosen: [UI.Link(w("In progress", "قيد التنفيذ"), "#")], clearAll: "#")
    }

    private var lineChart: UI.LineChart {
        UI.LineChart(
            w("Reports received and repaired", "البلاغات الواردة والمُصلحة"), axisTitle: w("Month", "الشهر"),
            axis: samples.isArabic
                ? ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"] : ["Jan", "Feb", "Mar", "Apr", "May", "June"],
            [
                UI.Series(w("Received", "الواردة"), [112, 140, 133, 171, 160, 188]),
                UI.Series(w("Repaired", "المُصلحة"), [90, 97, 128, 141, 155, 149]),
            ],
            rightToLeft: samples.isArabic)
    }

    private var caseHead: UI.CaseHead {
        UI.CaseHead(
            "SR-2026-004182", w("Street light out, 12 Ropewalk", "إنارة شارع معطلة، 12 ممشى الحبال"),
            tags: [UI.Tag(w("In progress", "قيد التنفيذ"), .notice), UI.Tag(w("Eastquay", "الرصيف الشرقي"))],
            deadline: UI.Deadline(
                w("Decide by", "القرار قبل"), day: samples.moment(14),
                remaining: w("2 working days left", "بقي يوما عمل"), meaning: .warning, passed: 0.85),
            buttons: [
                UI.Button(w("Take it on", "تولَّ البلاغ"), href: "#", shortcut: "a"),
                UI.Button(w("Ask", "اسأل"), .secondary, href: "#"),
            ])
    }

    private var pins: [UI.Pin] {
        (0..<9).map { (index: Int) -> UI.Pin in
            let latitude: Double = 0.002 + Double(index % 3) * 0.0022
            let longitude: Double = 0.002 + Double(index * index % 11) * 0.0009
            return UI.Pin(
                w("Report \(index + 1)", "بلاغ \(index + 1)"), at: UI.Point(latitude: latitude, longitude: longitude),
                href: "#", note: w("Street light out", "إنارة شارع معطلة"))
        }
    }

    /// A town of no country: a shore, a park and a few streets at the origin of longitudes and latitudes.
    static let town = town(harbour: "Old Harbour", park: "Park")

    static func town(harbour: String, park: String) -> UI.MapData {
        func p(_ x: Double, _ y: Double) -> UI.Point { UI.Point(latitude: y / 1000, longitude: x / 1000) }
        let shore = stride(from: 0.0, through: 16, by: 1).map { p($0, 2 + sin($0 * 0.7) * 0.5 + ($0 > 9 ? -0.8 : 0)) }
        var streets: [UI.MapData.Street] = []
        for index in 0..<9 {
            let at = 1 + Double(index) * 1.7
            streets.append(UI.MapData.Street([p(at, 2.6), p(at + 0.4, 6), p(at - 0.2, 12)], main: index == 4))
        }
        for index in 0..<5 {
            let at = 3.2 + Double(index) * 1.8
            streets.append(UI.MapData.Street([p(0, at), p(6, at + 0.5), p(16, at - 0.3)], main: index == 1))
        }
        return UI.MapData(
            extent: UI.Box(west: 0, south: 0, east: 0.016, north: 0.012),
            areas: [
                UI.MapData.Area(.land, shore + [p(16, 12), p(0, 12)]),
                UI.MapData.Area(.park, [p(9.8, 7.3), p(12.8, 7), p(13, 9.6), p(10, 9.8)]),
            ],
            streets: streets,
            labels: [UI.MapData.Label(harbour, at: p(4, 4.4)), UI.MapData.Label(park, at: p(11.4, 8.4))])
    }
}
