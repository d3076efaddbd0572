/// The content of a file, chunk by chunk as it is asked for. To be read once.
package struct FileContent: Sendable, AsyncSequence {
    /// How many bytes the whole file has.
    package let size: Int
    /// Which of them these are.
    package let range: Range<Int>
    private let start: @Sendable () -> AsyncIterator

    package init(size: Int, range: Range<Int>, start: @escaping @Sendable () -> AsyncIterator) {
        self.size = size
        self.range = range
        self.start = start
    }

    package func makeAsyncIterator() -> AsyncIterator { start() }

    package struct AsyncIterator: AsyncIteratorProtocol {
        private let produce: () async throws -> [UInt8]?
        package init(_ produce: @escaping () async throws -> [UInt8]?) { self.produce = produce }
        package mutating func next() async throws -> [UInt8]? { try await produce() }
    }
}
