import FEEL

/// libFuzzer's entry for the language: no text crashes or hangs the reader or the evaluation, an evaluation gives the same
/// value each time, and so does what was printed and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    let limits = Evaluation.Limits(steps: 20_000, depth: 512)
    let variables: FEELContext = [
        "x": 3, "y": "text", "my list": [1, 2, ["k": 4, "first name": "A"]], "a-b": ["k": true, "n": nil],
    ]
    let scope = Scope(variables: variables.keys, properties: ["first name"])
    if let tests = try? UnaryTests(text, scope: scope) {
        _ = tests.passes(3, context: variables, in: Evaluation(limits: limits))
        _ = tests.passes("text", context: variables, in: Evaluation(limits: limits))
    }
    if let value = FEELValue(json: text) { _ = value.literal }
    guard let expression = try? Expression(text, scope: scope) else { return 0 }
    let first = expression.evaluate(variables, limits: limits)
    let second = expression.evaluate(variables, limits: limits)
    let literal = first.value.literal
    precondition(second.value.literal == literal, "not deterministic: \(text)")
    // A limit met in the one form need not be met in the other.
    guard !first.wasStopped, let again = try? Expression(expression.canonicalText, scope: scope) else { return 0 }
    let printed = again.evaluate(variables, limits: limits)
    precondition(
        printed.wasStopped || printed.value.literal == literal,
        "printing changed the value of \(text): \(expression.canonicalText) gives \(printed.value.literal), not \(literal)"
    )
    return 0
}
