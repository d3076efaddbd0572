import Base
import BuildingBlock
import Foundation
import Store
import Testing

@Suite struct JurisdictionTests {
    /// Larkhaven's folder, copied so that a test can spoil it.
    static func copied() throws -> String {
        let copy = NSTemporaryDirectory() + "larkhaven-\(UUID().uuidString)"
        try FileManager.default.copyItem(atPath: larkhaven, toPath: copy)
        return copy
    }
    static let larkhaven = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Jurisdictions/larkhaven").path

    /// The error that reading gives once `text` in `file` was replaced.
    func mistake(in file: String, replacing text: String, by other: String) throws -> DataFileError? {
        let folder = try Self.copied()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = "\(folder)/\(file)"
        let original = try String(contentsOfFile: path, encoding: .utf8)
        #expect(original.contains(text))
        let spoilt = original.replacing(text, with: other, maxReplacements: 1)
        try spoilt.write(toFile: path, atomically: true, encoding: .utf8)
        do {
            _ = try SamplePeople.read(for: try Jurisdiction.read(folder: folder))
            return nil
        } catch let error as DataFileError {
            return error
        }
    }

    @Test("Larkhaven is read: names, languages, calendar, agencies, roles")
    func larkhaven() throws {
        let jurisdiction = try Jurisdiction.read(folder: Self.larkhaven)
        #expect(jurisdiction.key == "larkhaven")
        #expect(jurisdiction.isSample)
        #expect(jurisdiction.languages == [.english, .french, .arabic])
        #expect(jurisdiction.title(in: .french) == "Ville de Larkhaven")
        #expect(jurisdiction.currency == .euro)
        #expect(jurisdiction.agency("public-works")?.name(in: .arabic) == "الأشغال العامة")
        #expect(jurisdiction.role("supervisor")?.permissions.isEmpty == false)
        #expect(jurisdiction.extent.contains(longitude: -30.21, latitude: 47.59))
        #expect(!jurisdiction.extent.contains(longitude: -29, latitude: 47.59))
        #expect(jurisdiction.contact.hours?(in: .english) == "Monday to Friday, 8:30 to 17:00")
    }

    @Test("Larkhaven's calendar knows weekends, fixed, Easter-relative and announced holidays")
    func calendar() throws {
        let calendar = try Jurisdiction.read(folder: Self.larkhaven).calendar
        for (text, isWorked) in [
            ("2026-01-01", false), ("2026-04-03", false), ("2026-04-06", false), ("2026-03-20", false),
            ("2026-04-07", true), ("2026-04-11", false), ("2026-09-14", false), ("2026-09-15", true),
        ] {
            let date = try #require(LocalDate(text))
            #expect(calendar.isWorkingDay(date) == isWorked, "\(text)")
        }
    }

    @Test("Every text of the sample is in every language of the jurisdiction")
    func translated() throws {
        let jurisdiction = try Jurisdiction.read(folder: Self.larkhaven)
        let texts =
            [jurisdiction.name, jurisdiction.title] + jurisdiction.agencies.map(\.name)
            + jurisdiction.roles.map(\.name) + jurisdiction.calendar.holidays.map(\.name)
        for text in texts {
            #expect(Set(text.translations.keys) == Set(jurisdiction.languages), "\(text)")
        }
    }

    @Test("Sample people hold roles and agencies that exist, and their addresses are examples (RFC 2606)")
    func people() throws {
        let jurisdiction = try Jurisdiction.read(folder: Self.larkhaven)
        let sample = try SamplePeople.read(for: jurisdiction)
        #expect(sample.people.contains { $0.grants.isEmpty })
        #expect(sample.people.allSatisfy { $0.email.hasSuffix(".example") && $0.name.hasSuffix(" Sample") })
    }

    @Test(
        "A mistake is told with file, line and what is wrong",
        arguments: [
            ("jurisdiction.yaml", "sample: true", "smaple: true", 5, "smaple: is not a key known here"),
            ("jurisdiction.yaml", "currency: EUR", "currency: EUX", 18, "not the ISO 4217 code"),
            ("jurisdiction.yaml", "west: -30.24", "west: -29", 19, "west must be less than east"),
            ("jurisdiction.yaml", "time zone: Atlantic/Azores", "time zone: Atlantic/Larkhaven", 17, "not a time zone"),
            ("jurisdiction.yaml", "#0b5650", "green", 22, "is not a colour"),
            ("jurisdiction.yaml", "[saturday, sunday]", "[saturday, domingo]", 38, "domingo"),
            ("agencies.yaml", "agency: parks", "agency: public-works", 11, "second time"),
            (
                "agencies.yaml", "    email: works@larkhaven.example", "    mail: works@larkhaven.example", 9,
                "mail: is not a key"
            ),
            ("roles.yaml", "  - role: clerk", "  - role: Clerk", 4, "lower-case"),
            ("people.yaml", "agency: parks", "agency: gardens", 24, "gardens is not an agency"),
            ("people.yaml", "assurance: substantial", "assurance: certain", 8, "assurance"),
            ("agencies.yaml", "agencies:", "agencies: [", 3, "not valid YAML"),
        ])
    func mistakes(file: String, text: String, other: String, line: Int, message: String) throws {
        let error = try #require(try mistake(in: file, replacing: text, by: other))
        #expect(error.file.hasSuffix(file))
        #expect(error.line == line)
        #expect(error.message.contains(message), "\(error)")
    }

    @Test("A missing file is named")
    func missing() throws {
        #expect(
            throws: DataFileError(
                file: "/nowhere/jurisdiction.yaml", line: nil, message: "there is no such file, or it cannot be read")
        ) {
            try Jurisdiction.read(folder: "/nowhere")
        }
    }
}
