import Base
import Foundation

/// What the registers know of the residents at the beginning: the files of the sample, written anew.
struct Census {
    private var files: [String: [String]] = [:]

    static func address(_ number: Int) -> String { "resident-\(number)@town.example" }

    init(count: Int, using lot: inout SplitMix64) {
        for number in 0..<count { add(number, using: &lot) }
    }

    private func digits(_ number: Int, _ places: Int) -> String {
        String(repeating: "0", count: max(0, places - "\(number)".count)) + "\(number)"
    }

    private mutating func add(_ number: Int, using lot: inout SplitMix64) {
        func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &lot) < percent }
        func among(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &lot) }
        let (person, six, five) = ("LH-2\(digits(number, 5))", "2\(digits(number, 5))", digits(10_000 + number, 5))
        let birth = "\(among(1946...2008))-\(digits(among(1...12), 2))-\(digits(among(1...28), 2))"
        let address = "A-\(digits(among(1...140), 4))"
        let married = chance(40) ? "married" : "single"
        add(
            "persons",
            "\(person),\(Self.address(number)),Sample,Resident,\(birth),Larkhaven,x,\(married),\(address),\(birth)")
        if chance(80) {
            add(
                "births",
                "B-\(birth.prefix(4))-\(five),\(person),Sample,Resident,\(birth),Larkhaven,,,,,\(birth),\(chance(5) ? "yes" : "no"),\(birth)"
            )
        }
        if chance(30) {
            let (child, born) = ("LH-5\(digits(number, 5))", "\(among(2010...2024))-06-15")
            add("persons", "\(child),,Child,Resident,\(born),Larkhaven,x,single,\(address),\(born)")
            add(
                "births",
                "B-\(born.prefix(4))-\(digits(50_000 + number, 5)),\(child),Child,Resident,\(born),Larkhaven,\(person),,Sample Resident,,\(born),no,\(born)"
            )
        }
        if chance(60) {
            let status = chance(92) ? "valid" : "suspended"
            add("driving-licences", "DL-\(six),\(person),B,today-118m,today+\(among(1...14))m,\(status),no,today-118m")
        }
        if chance(50) {
            let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            let plate = "L\(letters[number / 26_000 % 26])\(letters[number / 1000 % 26]) \(digits(number % 1000, 3))"
            add(
                "vehicles",
                "\(plate),\(person),,Petrel,Coast,car,petrol,\(among(0...250)),\(among(800...2400)),today-\(among(24...500))m,today+\(among(3...24))m,today+\(among(1...330))d,today-20m"
            )
        }
        if chance(50) { add("passports", "LP\(six),\(person),today-115m,today+\(among(1...14))m,valid,today-115m") }
        if chance(30) {
            let zone = ["residential", "residential", "green"][among(0...2)]
            add(
                "parcels",
                "P-\(five),\(person),\(address),Old Harbour,\(among(150...1200)),\(zone),\(chance(10) ? "yes" : "no"),2020-06-14"
            )
        }
        if chance(85) {
            let wages = among(9_000...80_000)
            add(
                "tax-accounts",
                "T-\(six),\(person),2024,\(wages).00,900.00,0.00,\(wages).00,\(wages / among(6...20)).00,0.00,0,clear,2025-01-01"
            )
        }
        if chance(20) {
            let seat = "A-\(digits(among(1...140), 4))"
            add(
                "organisations",
                "O-\(five),Sample Works \(number),company,2011-04-01,\(seat),\(person),active,2011-04-01")
            if chance(60) {
                add(
                    "business-licences",
                    "BL-\(five),O-\(five),Sample Works \(number),crafts,\(seat),3,none,today-11m,today+\(among(1...11))m,valid,today-11m"
                )
            }
        }
    }

    private mutating func add(_ registry: String, _ row: String) { files[registry, default: []].append(row) }

    /// Replaces the sample, but for the addresses: each file keeps its first line.
    func write(to folder: String) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) where name != "addresses.csv" {
            let path = "\(folder)/\(name)"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try FileManager.default.removeItem(atPath: path)
            guard let head = text.split(separator: "\n").first, let rows = files[String(name.dropLast(4))] else {
                continue
            }
            try ([String(head)] + rows).joined(separator: "\n").appending("\n")
                .write(toFile: path, atomically: true, encoding: .utf8)
        }
    }
}
