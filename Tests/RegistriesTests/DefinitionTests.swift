import Base
import BuildingBlock
import Testing

@testable import Registries

@Suite("Definitions of registries")
struct DefinitionTests {
    private func mistakes(_ text: String) throws -> [String] {
        let agencies = Set(try Hall.jurisdiction().agencies.map(\.key))
        let read = DefinitionReader.read(
            text, file: "boats.yaml", languages: [.english, .french, .arabic], agencies: agencies)
        guard case .failure(let failure) = read else { return [] }
        return failure.list.map(\.description)
    }

    @Test("Larkhaven's registries have no mistake, and words in every language")
    func larkhaven() throws {
        let jurisdiction = try Hall.jurisdiction()
        let catalogue = RegistryCatalogue.read(for: jurisdiction)
        #expect(catalogue.mistakes.map(\.description) == [])
        let wanted: Set = [
            "persons", "addresses", "organisations", "births", "driving-licences", "vehicles", "parcels",
            "business-licences",
        ]
        #expect(wanted.isSubset(of: Set(catalogue.definitions.map(\.key))))
        for definition in catalogue.definitions {
            for text in [definition.title, definition.recordTitle] + definition.fields.map(\.label) {
                for language in jurisdiction.languages {
                    #expect(text.translations[language] != nil, "\(definition.key) \(text)")
                }
            }
        }
    }

    @Test("Every mistake is told at once, each with its line")
    func everyMistake() throws {
        let text = Boats.boats
            .replacing("agency: transport\nabout: owner", with: "agency: navy\nabout: [owner, name]")
            .replacing("type: number", with: "type: numbr")
            .replacing("length < 40", with: "lenght < 40")
            .replacing("named by: name", with: "named by: title")
            .replacing("registry: berths, label", with: "label")
        let told = try mistakes(text)
        #expect(told.contains { $0.hasPrefix("boats.yaml:3: navy is not an agency") })
        #expect(told.contains { $0.hasPrefix("boats.yaml:4: name is no person") })
        #expect(told.contains { $0.hasPrefix("boats.yaml:5: title is not a field") })
        #expect(told.contains { $0.hasPrefix("boats.yaml:16:") && $0.contains("needs the registry") })
        #expect(told.contains { $0.hasPrefix("boats.yaml:17: numbr is not one of text") })
        #expect(told.contains { $0.hasPrefix("boats.yaml:27:") && $0.contains("lenght") && $0.contains("length") })
    }

    @Test(
        "A mistake is found, with its line",
        arguments: [
            ("registry: boats", "registry: Boats!", 1, "lower-case"),
            ("  built: { type: date", "  Built On: { type: date", 18, "cannot name a field"),
            ("  built: { type: date", "  today(): { type: date", 18, "cannot name a field"),
            ("fr: Nom, ar: اسم", "fr: Nom", 14, "no text in ar"),
            ("required: yes, search: yes }\n  owner", "required: perhaps }\n  owner", 14, "expected yes or no"),
            ("insured: { type: yes-no", "insured: { type: yes-no, search: yes", 25, "only texts are searched"),
            ("purposes:\n  check: { en: A check, fr: Un contrôle, ar: تفتيش }\n", "", 1, "purposes are missing"),
            ("read: [mark, name] }", "read: [mark, hull] }", 33, "hull is not a field"),
            ("about: owner\n", "about: owner\nabout: owner\n", 4, "twice"),
            ("about: owner\n", "about: owner\nrepresented by: name\n", 5, "name is no person"),
            ("about: owner\n", "about: owner\nrepresented by: owner\n", 5, "what its records identify"),
            ("about: owner\n", "about: owner\nrepresented by: captain\n", 5, "captain is not a field"),
        ])
    func found(_ part: String, _ broken: String, _ line: Int, _ words: String) throws {
        let told = try mistakes(Boats.boats.replacing(part, with: broken))
        #expect(told.contains { $0.hasPrefix("boats.yaml:\(line):") && $0.contains(words) }, "\(told)")
    }

    @Test("A reference to a registry that is not there, or has no key, is a mistake of the file that refers")
    func references() throws {
        let jurisdiction = try Hall.jurisdiction()
        let alone = RegistryCatalogue(files: [Boats.files[1]], jurisdiction: jurisdiction)
        #expect(alone.definitions.isEmpty)
        #expect(alone.mistakes.first?.message.contains("berths is no registry here") == true)
        #expect(alone.mistakes.first?.line == 16)
        let both = RegistryCatalogue(files: Boats.files, jurisdiction: jurisdiction)
        #expect(both.mistakes.isEmpty && both.inOrderOfReference.map(\.key) == ["berths", "boats"])
    }
}
