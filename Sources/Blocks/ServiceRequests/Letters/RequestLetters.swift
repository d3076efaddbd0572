import Base
import BuildingBlock
import Journal
import Store

/// The letters by which people hear about a request: one job each, enqueued by a listener of the Journal, written
/// when it is sent. A job names who is meant by an identifier; the address is read when the letter goes out, so that
/// who was erased meanwhile gets none.
public enum RequestLetters {
    static let kind = "service-requests.letter"

    /// The person who reported, or a follower.
    enum Recipient: Hashable, Sendable {
        case reporter
        case follower(Identifier<Follower>)
        /// A follower who has still to say that the address is theirs.
        case unconfirmed(Identifier<Follower>)
    }

    /// What a letter tells.
    struct Order: Hashable, Sendable {
        var request: Identifier<ServiceRequest>
        var recipient: Recipient
        /// The last word of the act's verb: `filed`, `resolved`.
        var event: String
        /// The entry of the history that it tells of.
        var update: Identifier<RequestUpdate>?

        var payload: JSON {
            var members: [JSON.Member] = [
                .init("request", .string(request.description)), .init("event", .string(event)),
            ]
            switch recipient {
            case .reporter: break
            case .follower(let id): members.append(.init("follower", .string(id.description)))
            case .unconfirmed(let id): members.append(.init("unconfirmed", .string(id.description)))
            }
            if let update { members.append(.init("update", .string(update.description))) }
            return .object(members)
        }

        init(
            _ request: Identifier<ServiceRequest>, to recipient: Recipient, event: String,
            update: Identifier<RequestUpdate>? = nil
        ) {
            (self.request, self.recipient, self.event, self.update) = (request, recipient, event, update)
        }

        /// `nil` where the payload is not one of ours.
        init?(payload: JSON) {
            guard let request = payload["request"]?.string.flatMap(Identifier<ServiceRequest>.init),
                let event = payload["event"]?.string
            else { return nil }
            self.init(request, to: .reporter, event: event, update: payload["update"]?.string.flatMap(Identifier.init))
            if let id = payload["follower"]?.string.flatMap(Identifier<Follower>.init) { recipient = .follower(id) }
            if let id = payload["unconfirmed"]?.string.flatMap(Identifier<Follower>.init) {
                recipient = .unconfirmed(id)
            }
        }
    }
}

extension RequestDesk {
    /// Enqueues a letter for everyone who should hear of an act.
    var letterListener: Listener {
        Listener(name: "service-requests.letters", verbs: RequestActs.told) { recorded, transaction in
            try enqueueLetters(about: recorded.act, in: transaction)
        }
    }

    private func enqueueLetters(about act: Act, in transaction: any WriteTransaction) throws {
        // News of last week is none: a listener that is rebuilt from the first act sends no old letters again.
        guard platform.time.now() - act.at < .seconds(3 * 86_400) else { return }
        let id = Identifier<ServiceRequest>(act.subject.id)
        let event = act.verb.rawValue.split(separator: ".").last.map(String.init) ?? ""
        let update = act.detail["update"]?.string.flatMap(Identifier<RequestUpdate>.init)
        var recipients: [RequestLetters.Recipient] = []
        if let contact = try transaction.contact(of: id), contact.email != nil { recipients.append(.reporter) }
        if act.verb != RequestActs.filed {
            let followers = try transaction.rows(
                """
                SELECT id FROM service_requests_followers
                WHERE request = \(id) AND is_confirmed AND email IS NOT NULL ORDER BY id
                """)
            recipients += try followers.map { .follower(try $0[0]) }
        }
        for (number, recipient) in recipients.enumerated() {
            let order = RequestLetters.Order(id, to: recipient, event: event, update: update)
            try platform.jobs.enqueue(
                NewJob(
                    RequestLetters.kind, payload: order.payload.description, idempotencyKey: "\(act.id).\(number)"),
                in: transaction)
        }
    }

    /// Asks the owner of an address whether the letters are wanted.
    func sendConfirmation(to follower: Follower) async throws {
        let order = RequestLetters.Order(follower.request, to: .unconfirmed(follower.id), event: "confirmation")
        try await platform.jobs.enqueue(
            NewJob(RequestLetters.kind, payload: order.payload.description, idempotencyKey: "confirm.\(follower.id)"))
    }

    /// Writes and sends one letter.
    func sendLetter(_ payload: JSON) async throws {
        guard let order = RequestLetters.Order(payload: payload) else { return }
        let found = try await database.read { transaction -> (ServiceRequest, RequestUpdate?, Letter.Address)? in
            guard let request = try transaction.request(order.request),
                let address = try transaction.address(of: order.recipient, request.id)
            else { return nil }
            let update = try order.update.flatMap { id in
                try transaction.row(
                    "SELECT \(RequestRows.updateColumns) FROM service_requests_updates WHERE id = \(id)"
                ).map(RequestRows.update)
            }
            return (request, update, address)
        }
        guard let (request, update, address) = found else { return }
        let letter = Letter(
            words: RequestWords(self, in: address.language), request: request, update: update, event: order.event,
            address: address, site: platform.address)
        try await platform.mailer.send(to: address.email, subject: letter.subject, text: letter.text)
    }
}

extension ReadTransaction {
    fileprivate func address(
        of recipient: RequestLetters.Recipient, _ request: Identifier<ServiceRequest>
    ) throws -> Letter.Address? {
        switch recipient {
        case .reporter:
            guard let contact = try contact(of: request), let email = contact.email else { return nil }
            return Letter.Address(
                email: email, language: contact.language, link: contact.privateKey.map { .own($0) } ?? .page)
        case .follower(let id):
            guard let follower = try follower(where: "id = \(id) AND is_confirmed"), let email = follower.email else {
                return nil
            }
            return Letter.Address(email: email, language: follower.language, link: .follower(follower.token))
        case .unconfirmed(let id):
            guard let follower = try follower(where: "id = \(id)"), let email = follower.email else { return nil }
            return Letter.Address(email: email, language: follower.language, link: .confirmation(follower.token))
        }
    }
}
