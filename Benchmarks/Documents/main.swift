import Base
import BuildingBlock
import Documents
import Foundation
import Typesetting

// Signed certificates a second on one core: filled, set, tagged and signed, without the database. Goal: 50.

let jurisdiction = try Jurisdiction.read(folder: "Jurisdictions/larkhaven")
let folder = NSTemporaryDirectory() + "polity-bench-\(UUID().uuidString)"
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
defer { try? FileManager.default.removeItem(atPath: folder) }

let keys = SigningKeys(folder: folder, government: "City of Larkhaven")
let now = Instant(seconds: 1_790_000_000)
let emblem = try Picture(Array(FileManager.default.contents(atPath: "Jurisdictions/larkhaven/emblem.svg") ?? Data()))

func certificate(_ number: Int, language: String, isRightToLeft: Bool) -> Manuscript {
    let words =
        isRightToLeft
        ? "يشهد مكتب خدمة السكان بأن الشخص المذكور أدناه مقيم في المدينة رقم \(number)."
        : "The Citizens' Desk certifies that the person named below lives here, no. \(number)."
    var style = PageStyle()
    (style.isFramed, style.isCentred) = (true, true)
    let facts = (1...6).map { Manuscript.Fact([.init(isRightToLeft ? "الاسم" : "Name")], [.init("Value \($0)")]) }
    return Manuscript(
        title: "Certificate", language: language, isRightToLeft: isRightToLeft, author: "City",
        head: .init(emblem: emblem, name: "City", office: "Desk"),
        blocks: [
            .heading([.init("Certificate")], level: 1, .centre), .paragraph([.init(words)]), .facts(facts),
            .signatures([.init(name: "Someone", office: "Registrar")]),
            .code(
                .init(
                    address: "https://larkhaven.example/verify/2345-6789-ACDE-FGHJ", title: "Check",
                    lines: ["Scan the code"])),
        ],
        foot: .init(text: "Certificate", pages: "{page}/{pages}"), style: style, date: "2026-09-21T00:00:00Z")
}

let signer = try keys.signer(for: "citizens-desk", named: "Citizens' Desk", at: now)
for (language, isRightToLeft) in [("en", false), ("ar", true)] {
    _ = try signer.sign(
        try Typesetter.pdf(of: certificate(0, language: language, isRightToLeft: isRightToLeft)), by: "Desk",
        reason: "warm", at: now)
    let count = 300
    let start = ContinuousClock.now
    for number in 1...count {
        let file = try Typesetter.pdf(of: certificate(number, language: language, isRightToLeft: isRightToLeft))
        _ = try signer.sign(file, by: "Desk", reason: "Certificate", at: now)
    }
    let elapsed = ContinuousClock.now - start
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    print("signed certificates (\(language)): \(Int(Double(count) / seconds)) a second on one core; goal 50")
}
