import Testing

@testable import Registries

@Suite struct RegistriesBlockTests {
    @Test("The block has its words in every language of the sample")
    func words() {
        for language in ["en", "fr", "ar"] { #expect(RegistriesBlock.assets["Texts/\(language).json"] != nil) }
    }
}
