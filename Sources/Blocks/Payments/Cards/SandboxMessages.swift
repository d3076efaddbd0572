import Base

/// What the sandbox and its client write to each other.
enum SandboxMessages {
    static func json(_ money: Money) -> JSON {
        ["amount": .string(money.decimal), "currency": .string(money.currency.rawValue)]
    }

    static func money(_ json: JSON?) -> Money? {
        guard let currency = json?["currency"]?.string.flatMap(Currency.init(rawValue:)),
            let amount = json?["amount"]?.string
        else { return nil }
        return Money(amount, currency)
    }

    static func json(_ order: CardOrder) -> JSON {
        [
            "amount": json(order.amount), "title": .string(order.title), "reference": .string(order.reference),
            "return_url": .string(order.back), "webhook_url": .string(order.messages),
            "language": .string(order.language.rawValue), "expires_in": .integer(Int64(order.seconds)),
        ]
    }

    static func order(_ json: JSON, key: String) -> CardOrder? {
        guard let amount = money(json["amount"]), amount.minorUnits > 0, let title = json["title"]?.string,
            let reference = json["reference"]?.string, let back = json["return_url"]?.string,
            let messages = json["webhook_url"]?.string, back.isWebAddress, messages.isWebAddress
        else { return nil }
        return CardOrder(
            key: key, amount: amount, title: title, reference: reference, back: back, messages: messages,
            language: json["language"]?.string.flatMap(Language.init(rawValue:)) ?? .english,
            seconds: Int(min(max(json["expires_in"]?.integer ?? 1800, 60), 86_400)))
    }

    static func json(_ order: CardRefundOrder) -> JSON {
        ["session": .string(order.session), "amount": json(order.amount)]
    }

    static func refundOrder(_ json: JSON, key: String) -> CardRefundOrder? {
        guard let session = json["session"]?.string, let amount = money(json["amount"]), amount.minorUnits > 0 else {
            return nil
        }
        return CardRefundOrder(key: key, session: session, amount: amount)
    }

    static func json(_ session: CardSession) -> JSON {
        [
            "id": .string(session.id), "state": .string(session.state.rawValue), "amount": json(session.amount),
            "url": .string(session.page), "failure": session.failure.map(JSON.string) ?? .null,
        ]
    }

    static func session(_ json: JSON) -> CardSession? {
        guard let id = json["id"]?.string, let state = json["state"]?.string.flatMap(CardSession.State.init(rawValue:)),
            let amount = money(json["amount"]), let page = json["url"]?.string
        else { return nil }
        return CardSession(id: id, state: state, amount: amount, page: page, failure: json["failure"]?.string)
    }

    /// Throws `.forged`, `.stale`, `.garbled`.
    static func event(
        _ body: [UInt8], _ signature: String?, secret: [UInt8], at now: Instant
    ) throws(CardProviderError) -> CardEvent {
        try MessageSignature(secret: secret).verify(body, signature, at: now)
        guard let json = try? JSON(parsing: body), let id = json["id"]?.string, let session = json["session"]?.string,
            id.utf8.count <= 100, session.utf8.count <= 100
        else { throw .garbled }
        return CardEvent(id: id, session: session)
    }
}

extension String {
    /// Whether it is an address of HTTP, without spaces and control characters.
    var isWebAddress: Bool {
        (hasPrefix("https://") || hasPrefix("http://")) && utf8.allSatisfy { $0 > 32 && $0 != 127 }
    }
    /// Scheme, host and port.
    var webOrigin: String {
        guard let scheme = firstRange(of: "://") else { return self }
        return String(self[..<scheme.upperBound]) + String(self[scheme.upperBound...].prefix { $0 != "/" })
    }
}
