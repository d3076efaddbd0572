/// A compiled expression: a tree of small objects that never change.
package protocol Code: AnyObject, Sendable {
    func run(_ frame: Frame) -> FEELValue
}

/// The variables of a function or expression while it runs. The compiler counts them, so that a slot is never outside.
/// A frame is never kept beyond its run: functions made meanwhile take copies.
package final class Frame {
    package let slots: UnsafeMutablePointer<FEELValue>
    let count: Int
    private let isOnStack: Bool
    let captured: Captured?
    package let evaluation: Evaluation

    package init(count: Int, captured: Captured? = nil, evaluation: Evaluation) {
        self.count = count
        self.captured = captured
        self.evaluation = evaluation
        if let room = evaluation.push(count) {
            slots = room
            isOnStack = true
        } else {
            slots = .allocate(capacity: max(1, count))
            isOnStack = false
        }
        slots.initialize(repeating: .null, count: count)
    }

    deinit {
        slots.deinitialize(count: count)
        if isOnStack { evaluation.pop(count) } else { slots.deallocate() }
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
