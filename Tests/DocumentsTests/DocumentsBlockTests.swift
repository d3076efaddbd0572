import Testing

@testable import Documents

@Suite struct DocumentsBlockTests {
    @Test("The block has its words in every language of the sample")
    func words() {
        for language in ["en", "fr", "ar"] { #expect(DocumentsBlock.assets["Texts/\(language).json"] != nil) }
    }
}
