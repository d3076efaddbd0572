/// Why the program cannot do what it was told, in words for the operator.
struct StartError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
