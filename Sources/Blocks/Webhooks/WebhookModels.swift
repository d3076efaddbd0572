import Base
import BuildingBlock
import Web

/// The words of these pages.
struct WebhookWords: PageWords {
    static let block = "webhooks"
    let platform: Platform
    let language: Language

    func number(_ number: Int) -> String { format.number(Int64(number)) }

    func tag(_ state: WebhookSubscription.State) -> UI.Tag {
        let meaning: UI.Meaning =
            switch state {
            case .active: .done
            case .paused: .notice
            case .disabled: .problem
            }
        return UI.Tag(self("state.\(state.rawValue)"), meaning)
    }

    func tag(_ state: WebhookDelivery.State) -> UI.Tag {
        let meaning: UI.Meaning =
            switch state {
            case .waiting: .notice
            case .delivered: .done
            case .failed: .problem
            }
        return UI.Tag(self("delivery.\(state.rawValue)"), meaning)
    }

    func outcome(_ outcome: WebhookDelivery.Outcome?) -> String {
        switch outcome {
        case .status(let status): "\(self("outcome.status")) \(status)"
        case .unreachable: self("outcome.unreachable")
        case .forbidden: self("outcome.forbidden")
        case nil: ""
        }
    }
}

struct WebhookListPage: ViewModel {
    let subscriptions: [WebhookSubscription]
    let words: WebhookWords

    func member(_ name: String) -> Any? {
        switch name {
        case "table": subscriptions.isEmpty ? Absent() : table
        case "empty":
            subscriptions.isEmpty ? UI.EmptyState(.external, words("none"), words("none-text")) : Absent()
        case "new": UI.Button(words("new"), href: "\(WebhookPages.path)/new")
        default: nil
        }
    }

    private var table: UI.Table {
        UI.Table(
            words("title"), hideCaption: true, columns: ["client", "verbs", "state"].map { UI.Column(words($0)) },
            rows: subscriptions.map { subscription in
                UI.Row([
                    UI.Cell(
                        subscription.client, href: "\(WebhookPages.path)/\(subscription.id)", note: subscription.address
                    ),
                    UI.Cell(subscription.verbs.map(\.description).joined(separator: ", ")),
                    UI.Cell(tag: words.tag(subscription.state)),
                ])
            })
    }
}

struct WebhookPage: ViewModel {
    let subscription: WebhookSubscription
    let deliveries: [WebhookDelivery]
    let pages: UI.Pagination?
    let secret: String?
    let words: WebhookWords

    private func action(_ path: String, _ text: String, _ style: UI.Button.Style = .secondary) -> UI.Action {
        UI.Action("\(WebhookPages.path)/\(subscription.id)/\(path)", UI.Button(words(text), style))
    }

    func member(_ name: String) -> Any? {
        switch name {
        case "title": subscription.client
        case "facts": facts
        case "secret": secret.orAbsent
        case "actions":
            [
                subscription.state == .active ? action("pause", "pause") : action("resumption", "resume"),
                action("secret", "new-secret"), action("removal", "remove", .destructive),
            ]
        case "deliveries": deliveries.map { WebhookDeliveryModel(delivery: $0, words: words) }
        case "empty":
            deliveries.isEmpty ? UI.EmptyState(.clock, words("no-deliveries"), words("no-deliveries-text")) : Absent()
        case "pages": pages.orAbsent
        default: nil
        }
    }

    private var facts: UI.SummaryList {
        var rows = [
            UI.SummaryRow(words("address"), subscription.address),
            UI.SummaryRow(words("verbs"), subscription.verbs.map(\.description).joined(separator: ", ")),
            UI.SummaryRow(words("state"), tag: words.tag(subscription.state)),
            UI.SummaryRow(words("since"), moment: words.moment(subscription.createdAt)),
        ]
        if let failing = subscription.failingSince {
            rows.append(UI.SummaryRow(words("failing"), moment: words.moment(failing)))
        }
        return UI.SummaryList(rows)
    }
}

struct WebhookDeliveryModel: ViewModel {
    let delivery: WebhookDelivery
    let words: WebhookWords

    func member(_ name: String) -> Any? {
        switch name {
        case "facts":
            UI.SummaryList(
                title: delivery.verb,
                [
                    UI.SummaryRow(words("state"), tag: words.tag(delivery.state)),
                    UI.SummaryRow(words("number"), delivery.id.description),
                    UI.SummaryRow(words("changed"), moment: words.moment(delivery.changedAt)),
                    UI.SummaryRow(words("attempts"), words.number(delivery.attempts)),
                    UI.SummaryRow(words("outcome"), words.outcome(delivery.outcome)),
                ])
        case "again":
            delivery.state == .waiting
                ? Absent()
                : UI.Action(
                    "\(WebhookPages.path)/\(delivery.subscription)/deliveries/\(delivery.id)/attempts",
                    UI.Button(words("again"), .secondary))
        default: nil
        }
    }
}
