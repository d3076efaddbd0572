import DMN
import FEEL
import Foundation

/// libFuzzer's entry for models: any file is read or refused; what was read is analysed and evaluated within its limits.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    guard let model = try? DecisionModel(xml: Data(UnsafeBufferPointer(start: bytes, count: count))) else { return 0 }
    let limits = Evaluation.Limits(steps: 20_000, depth: 512)
    var input = FEELContext()
    for (index, name) in model.inputs.enumerated() { input[name] = [3, "A", true, ["Age": 20], [1, 2]][index % 5] }
    let first = model.evaluateAll(input: input, limits: limits)
    let traced = model.evaluateAll(input: input, limits: limits, trace: true)
    precondition(
        traced.wasStopped || first.wasStopped || traced.value.literal == first.value.literal, "a trace changes")
    for service in model.services { _ = try? model.evaluate(service: service, input: input, limits: limits) }
    _ = model.analyse()
    return 0
}
