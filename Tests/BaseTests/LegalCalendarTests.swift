import Base
import Testing

@Suite("Legal calendar")
struct LegalCalendarTests {
    @Test(
        "Western Easter falls on its known dates",
        arguments: [
            "1818-03-22", "1886-04-25", "1943-04-25", "1961-04-02", "2000-04-23", "2008-03-23", "2011-04-24",
            "2024-03-31",
            "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25", "2076-04-19", "2285-03-22",
        ])
    func western(_ date: String) throws {
        let expected = try #require(LocalDate(date))
        #expect(Easter.western.sunday(expected.year) == expected)
    }

    @Test(
        "Orthodox Easter falls on its known dates",
        arguments: [
            "2000-04-30", "2008-04-27", "2016-05-01", "2024-05-05", "2025-04-20", "2026-04-12", "2027-05-02",
            "2028-04-16",
        ])
    func orthodox(_ date: String) throws {
        let expected = try #require(LocalDate(date))
        #expect(Easter.orthodox.sunday(expected.year) == expected)
    }

    static func sample() throws -> LegalCalendar {
        let json = """
            {
              "zone": "Europe/Lisbon",
              "weekend": ["saturday", "sunday"],
              "holidays": [
                {"name": {"en": "New Year's Day", "fr": "Jour de l'an"}, "fixed": "01-01", "observed": "next-working-day"},
                {"name": "Good Friday", "easter": -2},
                {"name": "Harbour Day", "weekday": {"nth": -1, "weekday": "monday", "month": 5}},
                {"name": "Boxing Day", "fixed": "12-26", "observed": "next-working-day"},
                {"name": "Christmas Day", "fixed": "12-25", "observed": "next-working-day"},
                {"name": "Feast", "dates": ["2026-03-20", "2027-03-10"]},
                {"name": "Old Day", "fixed": "06-01", "until": 2020}
              ],
              "workedDays": ["2026-05-30"],
              "openingHours": {
                "monday": ["09:00-12:30", "13:30-17:00"], "tuesday": ["09:00-12:30", "13:30-17:00"],
                "wednesday": ["09:00-12:30", "13:30-17:00"], "thursday": ["09:00-12:30", "13:30-17:00"],
                "friday": ["09:00-12:30"]
              }
            }
            """
        return try JSON(parsing: json).decode()
    }

    private func date(_ text: String) throws -> LocalDate { try #require(LocalDate(text)) }
    private func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

    @Test("Holidays of every rule are found, and only in the years of their law")
    func holidays() throws {
        let calendar = try Self.sample()
        let days = calendar.holidays(in: 2026).keys.sorted().map(\.description)
        // 26 December 2026 is a Saturday: the Monday after is free in its place.
        #expect(
            days == ["2026-01-01", "2026-03-20", "2026-04-03", "2026-05-25", "2026-12-25", "2026-12-26", "2026-12-28"])
        #expect(calendar.holidays(in: 2020).keys.contains(try date("2020-06-01")))
        #expect(calendar.holiday(on: try date("2026-01-01"))?(in: .french) == "Jour de l'an")
    }

    @Test("Two holidays on one weekend move to two days")
    func twoMoved() throws {
        // 25 and 26 December 2027 are Saturday and Sunday; 1 January 2028 is a Saturday.
        let calendar = try Self.sample()
        let names = calendar.holidays(in: 2027).filter { $0.key.month == 12 }.mapValues { $0(in: .english) }
        #expect(names[try date("2027-12-27")] == "Christmas Day")
        #expect(names[try date("2027-12-28")] == "Boxing Day")
        #expect(calendar.holidays(in: 2028)[try date("2028-01-03")] != nil)
        #expect(!calendar.isWorkingDay(try date("2028-01-03")))
    }

    @Test("Working days are added without the day itself, past weekend and holidays")
    func adding() throws {
        let calendar = try Self.sample()
        // Thursday before Good Friday; Monday is worked.
        #expect(calendar.date(adding: 1, workingDaysTo: try date("2026-04-02")).description == "2026-04-06")
        #expect(calendar.date(adding: -1, workingDaysTo: try date("2026-04-06")).description == "2026-04-02")
        #expect(calendar.date(adding: 0, workingDaysTo: try date("2026-04-03")).description == "2026-04-06")
        // A Saturday that is worked counts.
        #expect(calendar.date(adding: 1, workingDaysTo: try date("2026-05-29")).description == "2026-05-30")
        #expect(calendar.workingDay(after: try date("2026-05-30")).description == "2026-06-01")
        #expect(calendar.date(adding: 5, workingDaysTo: try date("9999-12-30")).year == 9999)
    }

    @Test("Adding and counting working days agree", arguments: [51, 52] as [UInt64])
    func inverse(seed: UInt64) throws {
        let calendar = try Self.sample()
        var random = SplitMix64(seed: seed)
        for _ in 0..<200 {
            let start = try date("2025-01-01").adding(days: .random(in: 0..<1500, using: &random))
            let count = Int.random(in: 1..<60, using: &random)
            let end = calendar.date(adding: count, workingDaysTo: start)
            #expect(calendar.workingDays(from: start, to: end) == count, "seed \(seed): \(start) + \(count)")
            #expect(calendar.isWorkingDay(end), "seed \(seed)")
            #expect(calendar.workingDays(from: end, to: start) == -count, "seed \(seed)")
        }
    }

    @Test("The zone decides the day a period begins on")
    func zoneDecides() throws {
        let calendar = try Self.sample()
        // 23:30 UTC on Monday 29 June is Tuesday in Lisbon.
        #expect(
            try calendar.deadline(workingDays: 1, after: instant("2026-06-29T23:30:00Z")).iso8601
                == "2026-07-01T16:00:00Z")
        #expect(
            try calendar.deadline(workingDays: 1, after: instant("2026-06-29T22:30:00Z")).iso8601
                == "2026-06-30T16:00:00Z")
    }

    @Test("Working hours run only while the office is open, through lunch, weekend and the change of clocks")
    func workingHours() throws {
        let calendar = try Self.sample()
        // Thursday 26 March 2026 16:00: one hour left, 3½ on Friday, then Monday in summer time from 08:00 UTC.
        let start = try instant("2026-03-26T16:00:00Z")
        #expect(calendar.deadline(workingTime: .seconds(3600), after: start).iso8601 == "2026-03-26T17:00:00Z")
        #expect(calendar.deadline(workingTime: .seconds(6 * 3600), after: start).iso8601 == "2026-03-30T09:30:00Z")
        #expect(try calendar.workingTime(from: start, to: instant("2026-03-30T09:30:00Z")) == .seconds(6 * 3600))
        // At night nothing runs.
        #expect(
            try calendar.deadline(workingTime: .seconds(60), after: instant("2026-03-26T20:00:00Z")).iso8601
                == "2026-03-27T09:01:00Z")
        #expect(
            try calendar.workingTime(from: instant("2026-03-28T00:00:00Z"), to: instant("2026-03-29T12:00:00Z"))
                == .zero)
    }

    @Test("Deadlines by hours and the hours between agree", arguments: [61, 62] as [UInt64])
    func hoursInverse(seed: UInt64) throws {
        let calendar = try Self.sample()
        var random = SplitMix64(seed: seed)
        for _ in 0..<100 {
            let start = try instant("2026-01-01T00:00:00Z") + .seconds(Int64.random(in: 0..<40_000_000, using: &random))
            let duration = Duration.seconds(Int64.random(in: 1..<400_000, using: &random))
            let end = calendar.deadline(workingTime: duration, after: start)
            #expect(calendar.workingTime(from: start, to: end) == duration, "seed \(seed)")
        }
    }

    @Test("Without opening hours a working day has 24 hours, or 23 where clocks change")
    func wholeDays() throws {
        let zone = try #require(Zone("Europe/Lisbon"))
        let calendar = try #require(LegalCalendar(zone: zone, weekend: [.monday]))
        #expect(
            try calendar.workingTime(from: instant("2026-03-28T00:00:00Z"), to: instant("2026-03-31T23:00:00Z"))
                == .seconds((24 + 23 + 24) * 3600))
        #expect(
            try calendar.deadline(workingDays: 1, after: instant("2026-03-28T10:00:00Z")).iso8601
                == "2026-03-29T23:00:00Z")
    }

    @Test("A calendar that leaves nothing to work on is refused")
    func nothingLeft() throws {
        #expect(LegalCalendar(zone: .utc, weekend: Set(Weekday.allCases)) == nil)
        let period = try #require(OpeningHours.Period("09:00-12:00"))
        let hours = try #require(OpeningHours([.sunday: [period]]))
        #expect(LegalCalendar(zone: .utc, weekend: [.sunday], openingHours: hours) == nil)
        #expect(OpeningHours.Period("12:00-09:00") == nil)
        #expect(OpeningHours([.monday: [period, period]]) == nil)
    }

    @Test("A calendar survives being written down")
    func codable() throws {
        let calendar = try Self.sample()
        #expect(try JSON.encode(calendar).decode(LegalCalendar.self) == calendar)
        #expect(throws: DecodingError.self) { try (["name": "X", "fixed": "02-30"] as JSON).decode(Holiday.self) }
        #expect(throws: DecodingError.self) { try (["name": "X"] as JSON).decode(Holiday.self) }
    }
}
