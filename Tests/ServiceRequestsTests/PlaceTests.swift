import Base
import BuildingBlock
import Testing
import Web

@testable import ServiceRequests

@Suite("Places, due dates and similar requests")
struct PlaceTests {
    @Test("distances agree with known ones: one degree of latitude is 111.195 km")
    func degree() throws {
        let a = try #require(GeoPoint(longitude: 0, latitude: 0))
        let b = try #require(GeoPoint(longitude: 0, latitude: 1))
        #expect(abs(a.distance(to: b) - 111_195) < 1)
    }

    @Test("the box around a circle holds every point of it", arguments: [-80.0, -30, 0, 47.6, 80])
    func box(latitude: Double) throws {
        let centre = try #require(GeoPoint(longitude: 10, latitude: latitude))
        let box = centre.box(radius: 500)
        var random = SplitMix64(seed: 7)
        for _ in 0..<500 {
            let other = try #require(
                GeoPoint(
                    longitude: 10 + Double.random(in: -0.05...0.05, using: &random),
                    latitude: latitude + Double.random(in: -0.01...0.01, using: &random)))
            if centre.distance(to: other) <= 500 { #expect(box.contains(other)) }
        }
    }

    @Test("what is no place on earth is refused")
    func outside() {
        #expect(GeoPoint(longitude: 181, latitude: 0) == nil)
        #expect(GeoPoint(longitude: 0, latitude: -90.1) == nil)
        #expect(GeoPoint(longitude: .nan, latitude: 0) == nil)
    }

    @Test("a place in an address has five decimals, and is read back as it was written")
    func degrees() throws {
        #expect(UI.Point(latitude: 47.5, longitude: -0.00002).text == "47.50000,-0.00002")
        #expect(UI.Point(latitude: -0.000001, longitude: 179.999999).text == "0.00000,180.00000")
        var random = SplitMix64(seed: 11)
        for _ in 0..<2000 {
            let point = UI.Point(
                latitude: Double.random(in: -90...90, using: &random),
                longitude: Double.random(in: -180...180, using: &random))
            let read = try #require(UI.Point(point.text))
            #expect(
                abs(read.latitude - point.latitude) < 0.0000051 && abs(read.longitude - point.longitude) < 0.0000051)
            #expect(read.text == point.text)
        }
    }

    private func summary(
        _ metres: Double, category: String = "pothole", days: Int = 1, status: RequestStatus = .received,
        isPublic: Bool = true
    ) -> RequestSummary {
        var random = SplitMix64(seed: UInt64(metres))
        let filedAt = Room.monday - .seconds(Int64(days) * 86_400)
        return RequestSummary(
            id: Identifier(at: filedAt, using: &random), reference: RequestReference(using: &random),
            category: category,
            agency: "public-works", status: status, isPublic: isPublic, description: "", address: nil,
            point: Room.east(metres),
            filedAt: filedAt, updatedAt: filedAt, dueAt: nil, closedAt: nil, assignee: nil, version: 1)
    }

    @Test("similar requests are open, public, of the family, near and recent, the nearest first")
    func similar() throws {
        let rule = SimilarityRule(radius: 40, days: 60, categories: ["pothole", "road-surface"])
        let point = try #require(Room.harbour)
        let candidates = [
            summary(30), summary(10), summary(39.5, category: "road-surface"), summary(41),
            summary(5, category: "litter"),
            summary(6, status: .resolved), summary(7, days: 61), summary(8, isPublic: false),
        ]
        let found = rule.matches(at: point, now: Room.monday, among: candidates)
        #expect(found.map { Int($0.distance.rounded()) } == [10, 30, 40])
    }

    @Test("a category that nobody should see is never compared")
    func sensitive() throws {
        let desk = try catalogue()
        #expect(desk["staff-complaint"]?.similarityRule == nil)
        #expect(desk["pothole"]?.similarityRule?.categories == ["pothole", "road-surface"])
    }

    private func catalogue() throws -> CategoryCatalogue {
        let jurisdiction = try Room.jurisdiction()
        return try CategoryReader(agencies: Set(jurisdiction.agencies.map(\.key)), languages: jurisdiction.languages)
            .catalogue(folder: jurisdiction.folder + "/service-requests")
    }

    @Test("ten working days from a Friday end on a Friday, and a holiday counts for nothing")
    func workingDays() throws {
        let calendar = try Room.jurisdiction().calendar
        let friday = try #require(Instant(iso8601: "2026-12-18T12:00:00Z"))
        // 25 and 26 December are holidays (the 26th a Saturday), 1 January is one: the tenth working day is 5 January.
        let due = DueRule.workingDays(10).date(after: friday, in: calendar)
        #expect(calendar.zone.date(at: due - .seconds(1)).description == "2027-01-05")
    }

    @Test("working hours run only while time runs")
    func workingHours() throws {
        let calendar = try Room.jurisdiction().calendar
        let friday = try #require(Instant(iso8601: "2026-11-06T12:00:00Z"))
        let due = DueRule.workingHours(30).date(after: friday, in: calendar)
        #expect(due - friday > .seconds(30 * 3600))
        #expect(calendar.workingTime(from: friday, to: due) == .seconds(30 * 3600))
    }

    @Test("the nearest street names a place, and none does far away")
    func streets() throws {
        let map = try StreetMap.read(try Room.jurisdiction())
        #expect(map.streets.count > 100)
        let street = try #require(map.streets.first)
        let (a, b) = (street.line[0], street.line[1])
        let middle = try #require(
            GeoPoint(longitude: (a.longitude + b.longitude) / 2, latitude: (a.latitude + b.latitude) / 2))
        #expect(map.street(near: middle, within: 1) != nil)
        #expect(map.street(near: try #require(GeoPoint(longitude: 0, latitude: 0))) == nil)
    }
}
