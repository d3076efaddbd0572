extension Builtins {
    /// DMN 1.5, 10.3.4.10.
    static let contexts: [Builtin] = [
        define("get value", "m: context, key|keys: Any", getValue),
        define("get entries", "m: context") { arguments, _ in
            guard case .context(let context) = arguments[0] else { return .null }
            return .list(context.entries.map { ["key": .string($0), "value": $1] })
        },
        define("context", "entries: list", makeContext),
        define("context put", "context: context, key|keys: Any, value: Any") { arguments, evaluation in
            switch arguments[1] {
            case .string: put(arguments[0], [arguments[1]], arguments[2], evaluation)
            case .list(let keys) where !keys.isEmpty: put(arguments[0], keys[...], arguments[2], evaluation)
            default: evaluation.null("'context put' takes a key or a list of keys")
            }
        },
        define("context merge", "contexts: list") { arguments, evaluation in
            var result = FEELContext()
            for item in arguments[0].items {
                guard case .context(let context) = item, evaluation.spend(context.count) else {
                    return evaluation.null("'context merge' takes contexts, not \(item.kind)")
                }
                for (key, value) in context.entries { result[key] = value }
            }
            return .context(result)
        },
    ]

    private static func getValue(_ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        var value = arguments[0]
        let keys: [FEELValue]
        if case .list(let list) = arguments[1] { keys = list } else { keys = [arguments[1]] }
        if keys.isEmpty { return evaluation.null("'get value' takes a key") }
        for key in keys {
            guard case .string(let name) = key, case .context(let context) = value, let next = context[name] else {
                return evaluation.null("the context has no entry \(key.literal)")
            }
            value = next
        }
        return value
    }

    private static func makeContext(_ arguments: [FEELValue], _ evaluation: Evaluation) -> FEELValue {
        var result = FEELContext()
        for item in arguments[0].items {
            guard case .context(let entry) = item, case .string(let key)? = entry["key"], let value = entry["value"],
                evaluation.spend(result.count + 1)
            else { return evaluation.null("'context' takes entries with a key and a value") }
            if result[key] != nil { return evaluation.null("'context' was given two entries of the name '\(key)'") }
            result[key] = value
        }
        return .context(result)
    }

    private static func put(
        _ value: FEELValue, _ keys: ArraySlice<FEELValue>, _ new: FEELValue, _ evaluation: Evaluation
    ) -> FEELValue {
        guard case .context(var context) = value, case .string(let key)? = keys.first, evaluation.enter() else {
            return evaluation.null("'context put' finds no context to put the value into")
        }
        defer { evaluation.leave() }
        if keys.count == 1 {
            context[key] = new
        } else {
            let inner = put(context[key] ?? .null, keys.dropFirst(), new, evaluation)
            if inner.isNull { return .null }
            context[key] = inner
        }
        return .context(context)
    }
}
