import Testing

@testable import Messages

@Suite struct MessagesBlockTests {
    @Test("The block has its words in every language of the sample")
    func words() {
        for language in ["en", "fr", "ar"] { #expect(MessagesBlock.assets["Texts/\(language).json"] != nil) }
    }
}
