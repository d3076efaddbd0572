import Testing

@testable import Payments

@Suite struct PaymentsBlockTests {
    @Test("The block has its words in every language of the sample")
    func words() {
        for language in ["en", "fr", "ar"] { #expect(PaymentsBlock.assets["Texts/\(language).json"] != nil) }
    }
}
