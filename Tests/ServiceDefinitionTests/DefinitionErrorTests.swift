import Testing

@testable import ServiceDefinition

@Suite struct DefinitionErrorTests {
    @Test("A mistake names its file and line")
    func place() {
        let error = DefinitionError("unknown name", file: "service.yaml", line: 12)
        #expect(error.file == "service.yaml" && error.line == 12)
    }
}
