import Testing

@testable import QRCode

@Suite struct QRMatrixTests {
    @Test("A code has the three finder patterns of ISO/IEC 18004")
    func finders() throws {
        let code = try #require(QRMatrix("https://example.org/verify/1"))
        for (x, y) in [(0, 0), (code.size - 7, 0), (0, code.size - 7)] {
            #expect((0..<7).allSatisfy { code.isDark(x: x + $0, y: y) })
            #expect((1..<6).allSatisfy { !code.isDark(x: x + $0, y: y + 1) })
            #expect(code.isDark(x: x + 3, y: y + 3))
        }
        #expect(
            !code.isDark(x: code.size - 1, y: code.size - 7) || !code.isDark(x: code.size - 7, y: code.size - 1)
                || !code.isDark(x: code.size - 4, y: code.size - 4), "there is no fourth finder pattern")
    }

    @Test("What is too long for a code, or empty, has none")
    func limits() {
        #expect(QRMatrix(String(repeating: "x", count: 8000)) == nil)
        #expect(QRMatrix("") == nil)
    }

    @Test("The path covers exactly the dark modules")
    func path() throws {
        let code = try #require(QRMatrix("RF18 5390 0754 7034", correction: .high))
        let dark = (0..<code.size).map { y in (0..<code.size).filter { code.isDark(x: $0, y: y) }.count }.reduce(0, +)
        let drawn = code.path.matches(of: /h(\d+)v/).compactMap { Int($0.1) }.reduce(0, +)
        #expect(dark == drawn)
        #expect(code.pathSize == code.size + 8)
    }
}
