import Testing

@testable import CitizenServices

@Suite struct CitizenServicesBlockTests {
    @Test("The block has its words in every language of the sample")
    func words() {
        for language in ["en", "fr", "ar"] { #expect(CitizenServicesBlock.assets["Texts/\(language).json"] != nil) }
    }
}
