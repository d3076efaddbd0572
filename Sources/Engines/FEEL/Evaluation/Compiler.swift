/// Turns syntax into code: gives every variable a slot and every name its place.
package struct Compiler {
    /// The variables of one function, or of the whole expression.
    private struct Level {
        var names: [(name: String, slot: Int)] = []
        var next = 0
        var highest = 0
        /// The slots of the items of the filters around.
        var items: [Int] = []
    }

    private var levels: [Level]

    /// Names with a fixed value, such as the functions of a model.
    private let constants: [String: FEELValue]

    package init(variables: [String], constants: [String: FEELValue] = [:]) {
        self.constants = constants
        var level = Level()
        for name in variables {
            level.names.append((name, level.next))
            level.next += 1
        }
        level.highest = level.next
        levels = [level]
    }

    /// How many slots the outermost frame needs.
    package var slots: Int { levels[0].highest }

    // MARK: Slots

    private var top: Int { levels.count - 1 }

    /// Declares a variable and compiles what may use it.
    package mutating func declare(_ name: String) -> Int {
        let slot = levels[top].next
        levels[top].next += 1
        levels[top].highest = max(levels[top].highest, levels[top].next)
        levels[top].names.append((name, slot))
        return slot
    }

    package mutating func scoped<T>(_ body: (inout Compiler) -> T) -> T {
        let count = levels[top].names.count
        let next = levels[top].next
        let result = body(&self)
        levels[top].names.removeLast(levels[top].names.count - count)
        levels[top].next = next
        return result
    }

    /// The variable of that name, the innermost first.
    private func variable(_ name: String) -> (any Code)? {
        for (distance, level) in levels.reversed().enumerated() {
            guard let found = level.names.last(where: { $0.name == name }) else { continue }
            return distance == 0 ? Local(found.slot) : Outer(depth: distance, slot: found.slot)
        }
        return nil
    }

    private func name(_ name: String, _ place: Syntax.Place) -> any Code {
        let outside: any Code =
            variable(name) ?? constants[name].map { Constant($0) } ?? Builtins.functions[name].map {
                Constant(.function($0))
            }
            ?? Unknown("'\(name)' is not known (line \(place.line), column \(place.column))")
        // A variable declared inside the filter, such as a loop's, hides the entries of the item.
        let distances = levels.reversed().enumerated()
        var items: [any Code] = []
        for (distance, level) in distances {
            let declared = level.names.last { $0.name == name }?.slot ?? -1
            for slot in level.items.reversed() {
                if declared > slot { return wrapped(name, items, outside) }
                items.append(distance == 0 ? Local(slot) : Outer(depth: distance, slot: slot))
                // `item` is an entry of that name, or else the item itself.
                if declared == slot { return wrapped(name, items, outside) }
            }
            if declared >= 0 { break }
        }
        return wrapped(name, items, outside)
    }

    private func wrapped(_ name: String, _ items: [any Code], _ outside: any Code) -> any Code {
        items.isEmpty ? outside : ItemName(name, items: items, otherwise: outside)
    }

    // MARK: Syntax

    package mutating func compile(_ syntax: Syntax) -> any Code {
        switch syntax {
        case .literal(let value): return Constant(value)
        case .name(let name, let place): return self.name(name, place)
        case .list(let items): return ListCode(items.map { compile($0) })
        case .context(let entries): return context(entries)
        case .range(let start, let startIncluded, let end, let endIncluded):
            let ends = (compile(start), compile(end))
            return folded(RangeCode(ends.0, startIncluded, ends.1, endIncluded), [ends.0, ends.1])
        case .openRange(let form, let operand):
            let value = compile(operand)
            return folded(OpenRangeCode(form, value), [value])
        case .binary(let op, let left, let right): return binary(op, compile(left), compile(right))
        case .negate(let operand): return NegateCode(compile(operand))
        case .between(let value, let low, let high):
            return BetweenCode(compile(value), compile(low), compile(high))
        case .contained(let value, let tests):
            return scoped { compiler in
                let value = compiler.compile(value)
                let slot = compiler.declare("?")
                return ContainedCode(value, slot: slot, tests: tests.map { compiler.test($0, slot: slot) })
            }
        case .instance(let operand, let type): return InstanceCode(compile(operand), type)
        case .conditional(let condition, let then, let otherwise):
            return ConditionalCode(compile(condition), compile(then), compile(otherwise))
        case .loop(let iterators, let body): return loop(iterators, body)
        case .quantified(let every, let iterators, let body): return quantified(every, iterators, body)
        case .path(.context(let entries), let name) where Compiler.isResult(name, of: entries):
            return result(of: entries)
        case .path(let operand, let name): return PathCode(compile(operand), name)
        case .filter(let operand, let condition): return filter(operand, condition)
        case .call(let callee, let arguments, _): return call(callee, arguments)
        case .namedCall(let callee, let arguments, _):
            return namedCall(compile(callee), arguments.map(\.name), arguments.map { compile($0.value) })
        case .function(let parameters, let body): return function(parameters, body, ownSlot: nil)
        case .external(let parameters, let reason):
            return Constant(
                .function(
                    FEELFunction(name: "function", parameters: parameters, result: .any, body: .external(reason))))
        case .typed(let operand, let type, let subject):
            if case .any = type { return compile(operand) }
            return TypedCode(compile(operand), type, subject)
        case .failed(let reason): return Unknown(reason)
        case .custom(let node): return node.compile(&self)
        }
    }

    /// What depends on constants alone is computed once, such as `[date("2026-01-01")..date("2026-12-31")]`.
    private func folded(_ code: any Code, _ parts: [any Code]) -> any Code {
        guard parts.allSatisfy({ $0 is Constant }) else { return code }
        let evaluation = Evaluation(limits: .init(steps: 10_000))
        let value = Frame.with(0, evaluation) { code.run($0) }
        return evaluation.reasons.isEmpty ? Constant(value) : code
    }

    /// Whether the last entry, of that name, is all that is asked of a context, such as the result of a boxed one.
    private static func isResult(_ name: String, of entries: [(key: String, value: Syntax)]) -> Bool {
        entries.last?.key == name && Set(entries.map(\.key)).count == entries.count
    }

    /// The value of the last entry; the others are variables on the way.
    private mutating func result(of entries: [(key: String, value: Syntax)]) -> any Code {
        guard let code = context(entries) as? ContextCode else { return Constant(.null) }
        return ContextResultCode(code.values, code.slots)
    }

    private mutating func context(_ entries: [(key: String, value: Syntax)]) -> any Code {
        let keys = entries.map(\.key)
        if Set(keys).count < keys.count {
            return Unknown("the context has two entries of one name")
        }
        return scoped { compiler in
            var codes: [any Code] = []
            var slots: [Int] = []
            for (key, value) in entries {
                if case .function(let parameters, let body) = value {
                    let slot = compiler.declare(key)
                    codes.append(compiler.function(parameters, body, ownSlot: slot))
                    slots.append(slot)
                } else {
                    codes.append(compiler.compile(value))
                    slots.append(compiler.declare(key))
                }
            }
            return ContextCode(keys, codes, slots)
        }
    }

    package mutating func function(
        _ parameters: [FEELFunction.Parameter], _ body: Syntax, ownSlot: Int?
    ) -> any Code {
        FunctionLiteral(functionCode(parameters, body, ownSlot: ownSlot))
    }

    private mutating func functionCode(
        _ parameters: [FEELFunction.Parameter], _ body: Syntax, ownSlot: Int?
    ) -> FunctionCode {
        levels.append(Level())
        for parameter in parameters { _ = declare(parameter.name) }
        let code = compile(body)
        let slots = levels.removeLast().highest
        let types = Dictionary(parameters.map { ($0.name, $0.type) }) { $1 }
        return FunctionCode(
            parameters: parameters, result: body.type(types), body: code, slots: slots, ownSlot: ownSlot,
            weight: body.weight)
    }

    private mutating func filter(_ operand: Syntax, _ condition: Syntax) -> any Code {
        let list = compile(operand)
        return scoped { compiler in
            let slot = compiler.declare("item")
            compiler.levels[compiler.top].items.append(slot)
            let code = compiler.compile(condition)
            compiler.levels[compiler.top].items.removeLast()
            return FilterCode(list, slot: slot, condition: code)
        }
    }

    private mutating func iterators(_ iterators: [Syntax.Iterator]) -> [IteratorCode] {
        iterators.map { iterator in
            let domain: IteratorCode.Domain =
                switch iterator.domain {
                case .items(let list): .items(compile(list))
                case .span(let low, let high): .span(compile(low), compile(high))
                }
            return IteratorCode(slot: declare(iterator.name), domain: domain)
        }
    }

    private mutating func loop(_ iterators: [Syntax.Iterator], _ body: Syntax) -> any Code {
        scoped { compiler in
            let partial = compiler.declare("partial")
            let codes = compiler.iterators(iterators)
            return LoopCode(
                codes, partial: partial, body: compiler.compile(body), readsPartial: body.mentions("partial"))
        }
    }

    private mutating func quantified(_ every: Bool, _ iterators: [Syntax.Iterator], _ body: Syntax) -> any Code {
        scoped { compiler in
            let codes = compiler.iterators(iterators)
            return QuantifiedCode(every: every, codes, condition: compiler.compile(body))
        }
    }

    private mutating func call(_ callee: Syntax, _ arguments: [Syntax]) -> any Code {
        let codes = arguments.map { compile($0) }
        let code = compile(callee)
        if let constant = code as? Constant, case .function(let function) = constant.value,
            case .builtin(let builtin) = function.body, let direct = builtin.direct(codes)
        {
            return builtin.isClock ? direct : folded(direct, codes)
        }
        if let constant = code as? Constant, case .function(let function) = constant.value, !function.isBuiltin,
            function.parameters.count == codes.count
        {
            return KnownCallCode(function, codes)
        }
        return CallCode(code, codes)
    }

    /// Where the function is known, its arguments are put in order once.
    private func namedCall(_ callee: any Code, _ names: [String], _ arguments: [any Code]) -> any Code {
        let general = NamedCallCode(callee, names, arguments)
        guard case .function(let function)? = (callee as? Constant)?.value, !function.isBuiltin else { return general }
        var ordered = [any Code](repeating: Constant(.null), count: function.parameters.count)
        for (name, code) in zip(names, arguments) {
            guard let place = function.parameters.firstIndex(where: { $0.name == name }) else { return general }
            ordered[place] = code
        }
        return KnownCallCode(function, ordered)
    }

    private func binary(_ op: Syntax.Operator, _ left: any Code, _ right: any Code) -> any Code {
        switch op {
        case .or: OrCode(left, right)
        case .and: AndCode(left, right)
        case .equal: EqualCode(left, right)
        case .notEqual: NotEqualCode(left, right)
        case .less, .lessOrEqual, .greater, .greaterOrEqual: CompareCode(op, left, right)
        case .add: AddCode(left, right)
        case .subtract: SubtractCode(left, right)
        case .multiply: MultiplyCode(left, right)
        case .divide: DivideCode(left, right)
        case .power: PowerCode(left, right)
        }
    }

    // MARK: Tests

    /// One unary test of the value in `slot`.
    package mutating func test(_ syntax: Syntax, slot: Int) -> TestCode {
        TestCode(compile(syntax), asks: syntax.mentions("?"))
    }
}
