import Base
import Store

extension Jurisdiction {
    /// Reads `jurisdiction.yaml`, `agencies.yaml` and `roles.yaml` of a folder. Throws a `DataFileError` with file and line.
    /// `docs/jurisdictions.md` describes the files.
    public static func read(folder: String) throws -> Jurisdiction {
        let file = try DataFile("\(folder)/jurisdiction.yaml")
        // Texts that are plain strings are in the first language, which must be known before they are read.
        let languages = try file.read(LanguageList.self).languages
        guard let original = languages.first else { throw file.mistake(at: ["languages"], "is empty") }
        let record = try file.read(JurisdictionRecord.self, original: original)
        let agencies = try AgencyRecord.list(in: folder, original: original)
        let roles = try RoleRecord.list(in: folder, original: original)
        return try record.jurisdiction(
            file: file, languages: languages, agencies: agencies, roles: roles, folder: folder)
    }
}

private struct LanguageList: Decodable {
    var languages: [Language]
}

private struct JurisdictionRecord: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case jurisdiction, sample, name, title, languages, currency, extent, look, contact, calendar
        case zone = "time zone"
    }
    var key: String
    var isSample: Bool
    var name: LocalizedText
    var title: LocalizedText?
    var zone: Zone
    var currency: String
    var extent: ExtentRecord
    var look: LookRecord
    var contact: ContactRecord?
    var calendar: CalendarRecord

    init(from decoder: any Decoder) throws {
        let record = try decoder.record(keyedBy: CodingKeys.self)
        key = try record.decode(String.self, forKey: .jurisdiction)
        isSample = try record.decodeIfPresent(Bool.self, forKey: .sample) ?? false
        name = try record.decode(LocalizedText.self, forKey: .name)
        title = try record.decodeIfPresent(LocalizedText.self, forKey: .title)
        zone = try record.decode(Zone.self, forKey: .zone)
        currency = try record.decode(String.self, forKey: .currency)
        extent = try record.decode(ExtentRecord.self, forKey: .extent)
        look = try record.decode(LookRecord.self, forKey: .look)
        contact = try record.decodeIfPresent(ContactRecord.self, forKey: .contact)
        calendar = try record.decode(CalendarRecord.self, forKey: .calendar)
    }

    func jurisdiction(
        file: DataFile, languages: [Language], agencies: [Jurisdiction.Agency], roles: [Jurisdiction.Role],
        folder: String
    ) throws -> Jurisdiction {
        guard key.isFileKey else {
            throw file.mistake(at: ["jurisdiction"], "may have lower-case letters, digits and hyphens only")
        }
        guard let currency = Currency(rawValue: currency) else {
            throw file.mistake(at: ["currency"], "\(currency) is not the ISO 4217 code of a currency in use")
        }
        guard let calendar = calendar.calendar(in: zone) else {
            throw file.mistake(at: ["calendar"], "leaves no day of the week to work on")
        }
        guard let extent = extent.extent else {
            throw file.mistake(at: ["extent"], "west must be less than east, south less than north, in degrees")
        }
        for (key, colour) in [("colour", look.colour), ("dark colour", look.darkColour)] where !colour.isHexColour {
            throw file.mistake(at: ["look", .key(key)], "is not a colour like #0b5650")
        }
        return Jurisdiction(
            key: key, name: name, title: title, isSample: isSample, languages: languages, calendar: calendar,
            currency: currency, agencies: agencies, roles: roles, extent: extent,
            look: .init(colour: look.colour, darkColour: look.darkColour, emblem: look.emblem, banner: look.banner),
            contact: contact?.contact ?? .init(), folder: folder)
    }
}

private struct ExtentRecord: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable { case west, south, east, north }
    var west, south, east, north: Double

    init(from decoder: any Decoder) throws {
        let record = try decoder.record(keyedBy: CodingKeys.self)
        west = try record.decode(Double.self, forKey: .west)
        south = try record.decode(Double.self, forKey: .south)
        east = try record.decode(Double.self, forKey: .east)
        north = try record.decode(Double.self, forKey: .north)
    }

    var extent: BoundingBox? {
        guard west < east, south < north, abs(west) <= 180, abs(east) <= 180, abs(south) <= 90, abs(north) <= 90 else {
            return nil
        }
        return .init(west: west, south: south, east: east, north: north)
    }
}

private struct LookRecord: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case colour, emblem, banner
        case darkColour = "dark colour"
    }
    var colour: String
    var darkColour: String
    var emblem: String?
    var banner: String?

    init(from decoder: any Decoder) throws {
        let record = try decoder.record(keyedBy: CodingKeys.self)
        colour = try record.decode(String.self, forKey: .colour)
        darkColour = try record.decode(String.self, forKey: .darkColour)
        emblem = try record.decodeIfPresent(String.self, forKey: .emblem)
        banner = try record.decodeIfPresent(String.self, forKey: .banner)
    }
}

private struct ContactRecord: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable { case address, email, phone, hours }
    var contact: Jurisdiction.Contact

    init(from decoder: any Decoder) throws {
        let record = try decoder.record(keyedBy: CodingKeys.self)
        contact = .init(
            address: try record.decodeIfPresent(String.self, forKey: .address),
            email: try record.decodeIfPresent(String.self, forKey: .email),
            phone: try record.decodeIfPresent(String.self, forKey: .phone),
            hours: try record.decodeIfPresent(LocalizedText.self, forKey: .hours))
    }
}

private struct CalendarRecord: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case weekend, holidays
        case workedDays = "worked days"
        case openingHours = "opening hours"
    }
    var weekend: Set<Weekday>
    var holidays: [Holiday]
    var workedDays: Set<LocalDate>
    var openingHours: OpeningHours?

    init(from decoder: any Decoder) throws {
        let record = try decoder.record(keyedBy: CodingKeys.self)
        weekend = try record.decode(Set<Weekday>.self, forKey: .weekend)
        holidays = try record.decode([Holiday].self, forKey: .holidays)
        workedDays = try record.decodeIfPresent(Set<LocalDate>.self, forKey: .workedDays) ?? []
        openingHours = try record.decodeIfPresent(OpeningHours.self, forKey: .openingHours)
    }

    func calendar(in zone: Zone) -> LegalCalendar? {
        LegalCalendar(
            zone: zone, weekend: weekend, holidays: holidays, workedDays: workedDays, openingHours: openingHours)
    }
}

extension String {
    /// Lower-case ASCII letters, digits and hyphens, as in keys that stand in files and addresses.
    var isFileKey: Bool {
        !isEmpty && utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
    }

    fileprivate var isHexColour: Bool {
        utf8.count == 7 && hasPrefix("#") && dropFirst().allSatisfy { $0.isASCII && $0.isHexDigit }
    }
}
