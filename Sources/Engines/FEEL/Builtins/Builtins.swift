/// The functions of DMN 1.5, 10.3.4, by name.
enum Builtins {
    static let functions: [String: FEELFunction] = {
        let all =
            conversions + strings + numbers + aggregates + lists + logic + temporals + ranges + contexts
        return Dictionary(uniqueKeysWithValues: all.map { ($0.name, function($0)) })
    }()

    static let names = NameTable(functions.keys.sorted())

    private static func function(_ builtin: Builtin) -> FEELFunction {
        let parameters = builtin.signatures[0].parameters.map { FEELFunction.Parameter($0.names[0], $0.type) }
        return FEELFunction(
            name: builtin.name, parameters: parameters, result: results[builtin.name] ?? .any, body: .builtin(builtin))
    }

    /// What the functions give, where one type tells.
    private static let results: [String: FEELType] = {
        var types: [String: FEELType] = [:]
        let byType: [(FEELType, [String])] = [
            (
                .number,
                [
                    "number", "string length", "count", "sum", "mean", "product", "median", "stddev", "decimal",
                    "floor",
                    "ceiling", "round up", "round down", "round half up", "round half down", "modulo", "sqrt", "log",
                    "exp",
                    "day of year", "week of year",
                ]
            ),
            (
                .string,
                [
                    "string", "substring", "upper case", "lower case", "substring before", "substring after", "replace",
                    "string join", "day of week", "month of year",
                ]
            ),
            (
                .boolean,
                [
                    "contains", "starts with", "ends with", "matches", "list contains", "all", "any", "not", "is",
                    "odd",
                    "even", "before", "after", "meets", "met by", "overlaps", "overlaps before", "overlaps after",
                    "finishes",
                    "finished by", "includes", "during", "starts", "started by", "coincides",
                ]
            ),
            (
                .list(.any),
                [
                    "sublist", "append", "concatenate", "insert before", "remove", "reverse", "union",
                    "distinct values",
                    "flatten", "sort", "list replace", "get entries",
                ]
            ),
            (.list(.number), ["index of", "mode"]), (.list(.string), ["split"]), (.date, ["date", "today"]),
            (.time, ["time"]), (.dateTime, ["date and time", "now"]),
            (.monthsDuration, ["years and months duration"]), (.duration, ["duration"]), (.range(.any), ["range"]),
            (.context([]), ["context", "context put", "context merge"]),
        ]
        for (type, names) in byType {
            for name in names { types[name] = type }
        }
        return types
    }()

    // MARK: Declaring

    /// A function with one list of parameters, written `name: type, other|alias?: type, last...: type`;
    /// `??` marks an optional parameter that also takes null.
    static func define(_ name: String, _ parameters: String, _ body: @escaping Builtin.Body) -> Builtin {
        Builtin(name: name, signatures: [signature(parameters, body)], gathers: false)
    }

    /// A function of one list, which may be given as several arguments.
    static func gather(_ name: String, _ body: @escaping @Sendable ([FEELValue], Evaluation) -> FEELValue) -> Builtin {
        let signature = signature("list: list") { arguments, evaluation in
            guard case .list(let items) = arguments[0], evaluation.spend(items.count) else { return .null }
            return body(items, evaluation)
        }
        return Builtin(name: name, signatures: [signature], gathers: true)
    }

    static func signature(_ text: String, _ body: @escaping Builtin.Body) -> Builtin.Signature {
        var parameters: [Builtin.Parameter] = []
        var isVariadic = false
        for piece in text.split(separator: ",") {
            let sides = piece.split(separator: ":").map { trimmed($0) }
            guard sides.count == 2 else { continue }
            var name = sides[0]
            var isOptional = false
            let takesNull = name.hasSuffix("??")
            if name.hasSuffix("?") {
                isOptional = true
                name.removeLast(takesNull ? 2 : 1)
            } else if name.hasSuffix("...") {
                isVariadic = true
                name.removeLast(3)
            }
            parameters.append(
                Builtin.Parameter(
                    names: name.split(separator: "|").map(String.init), type: FEELType.builtin[sides[1]] ?? .any,
                    isOptional: isOptional, takesNull: takesNull))
        }
        return Builtin.Signature(parameters: parameters, isVariadic: isVariadic, body: body)
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}

extension FEELFunction {
    /// The built-in function of that name.
    public static func builtin(_ name: String) -> FEELFunction? { Builtins.functions[name] }
}
