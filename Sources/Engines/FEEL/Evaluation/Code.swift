/// A compiled expression: a tree of small objects that never change.
package protocol Code: AnyObject, Sendable {
    func run(_ frame: Frame) -> FEELValue
}

/// The variables of a function or expression while it runs. The compiler counts them, so that a slot is never outside.
/// A frame is never kept beyond its run: functions made meanwhile take copies.
package struct Frame {
    package let slots: UnsafeMutablePointer<FEELValue>
    package let evaluation: Evaluation
    let captured: Captured?
    private let count: Int

    /// Runs `body` with room for `count` variables, all null.
    @inline(__always)
    package static func with<T>(
        _ count: Int, captured: Captured? = nil, _ evaluation: Evaluation, _ body: (Frame) -> T
    ) -> T {
        let onStack = evaluation.push(count)
        let slots = onStack ?? .allocate(capacity: max(1, count))
        slots.initialize(repeating: .null, count: count)
        defer {
            slots.deinitialize(count: count)
            if onStack != nil { evaluation.pop(count) } else { slots.deallocate() }
        }
        return body(Frame(slots: slots, evaluation: evaluation, captured: captured, count: count))
    }

    /// What a function written here remembers of its surroundings.
    func capture() -> Captured {
        Captured(slots: Array(UnsafeBufferPointer(start: slots, count: count)), outer: captured)
    }
}

/// The variables around a function at the moment when it was made.
package final class Captured: Sendable {
    let slots: [FEELValue]
    let outer: Captured?

    init(slots: [FEELValue], outer: Captured?) {
        self.slots = slots
        self.outer = outer
    }
}

/// The body of a function and what it needs to run.
package final class FunctionCode: Sendable {
    let parameters: [FEELFunction.Parameter]
    /// The type of the body, where it can be told without running it; Any otherwise.
    let result: FEELType
    let body: any Code
    let slots: Int
    /// The slot, around the function, of the entry that holds the function itself.
    let ownSlot: Int?
    /// How much of the depth that an evaluation may have a call takes.
    let weight: Int

    init(
        parameters: [FEELFunction.Parameter], result: FEELType, body: any Code, slots: Int, ownSlot: Int?, weight: Int
    ) {
        self.weight = weight
        self.parameters = parameters
        self.result = result
        self.body = body
        self.slots = slots
        self.ownSlot = ownSlot
    }
}

/// The body of a function of a model.
package final class ModelBody: Sendable {
    package let name: String
    package let code: any Code
    package let slots: Int
    /// What it gives.
    package let type: FEELType
    /// How much of the depth that an evaluation may have a call takes.
    package let weight: Int

    package init(name: String, code: any Code, slots: Int, type: FEELType, weight: Int) {
        (self.name, self.code, self.slots, self.type, self.weight) = (name, code, slots, type, weight)
    }
}

final class Constant: Code {
    let value: FEELValue
    init(_ value: FEELValue) { self.value = value }
    func run(_ frame: Frame) -> FEELValue { value }
}

/// A name that nothing declares.
final class Unknown: Code {
    let reason: String
    init(_ reason: String) { self.reason = reason }
    func run(_ frame: Frame) -> FEELValue { frame.evaluation.null(reason) }
}

final class Local: Code {
    let slot: Int
    init(_ slot: Int) { self.slot = slot }
    func run(_ frame: Frame) -> FEELValue { frame.slots[slot] }
}

/// A variable `depth` functions further out.
final class Outer: Code {
    let depth: Int
    let slot: Int

    init(depth: Int, slot: Int) {
        self.depth = depth
        self.slot = slot
    }

    func run(_ frame: Frame) -> FEELValue {
        var captured = frame.captured
        for _ in 1..<depth { captured = captured?.outer }
        return captured?.slots[slot] ?? .null
    }
}

/// A name inside filters: an entry of the item (of the innermost filter first), or else what is known outside.
final class ItemName: Code {
    let name: String
    let items: [any Code]
    let otherwise: any Code

    init(_ name: String, items: [any Code], otherwise: any Code) {
        self.name = name
        self.items = items
        self.otherwise = otherwise
    }

    func run(_ frame: Frame) -> FEELValue {
        for item in items {
            if case .context(let context) = item.run(frame), let value = context[name] { return value }
        }
        return otherwise.run(frame)
    }
}
