import Foundation
import Testing

@testable import ServiceDefinition

@Suite struct AnswerTests {
    @Test("An answer survives JSON with every digit")
    func json() throws {
        let answer: AnswerValue = ["a": ["x", true, nil ?? AnswerValue.null], "amount": .number("12.50")]
        let back = try JSONDecoder().decode(AnswerValue.self, from: JSONEncoder().encode(answer))
        #expect(back["a"] == ["x", true, .null])
        #expect(back["amount"] == .number("12.5"))
    }
}
