import Testing

@testable import Processes

@Suite struct ProcessesBlockTests {
    @Test("The block has its words in every language of the sample")
    func words() {
        for language in ["en", "fr", "ar"] { #expect(ProcessesBlock.assets["Texts/\(language).json"] != nil) }
    }
}
