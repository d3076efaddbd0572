import ArgumentParser
import Base
import BuildingBlock
import Identity
import Journal
import Payments
import Store

/// `polity payment`
struct PaymentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payment", abstract: "Payments.", subcommands: [Ask.self])

    struct Ask: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "ask", abstract: "Asks somebody for a payment and prints its page.",
            discussion: "For what no service asks for: a bill. The person finds it in their account.")
        @OptionGroup var flags: SettingsFlags
        @Argument(help: "The e-mail address of the account.") var email: String
        @Argument(help: "What it is for.") var title: String
        @Option(help: "How much, such as 12.50.") var amount: String
        @Option(help: "The income account, as in payments.yaml.") var account: String
        @Option(help: "The agency that asks, as in agencies.yaml.") var agency: String
        @Option(help: "Days until it is due.") var days = 30

        func run() async throws {
            try await Government.with(flags) { government in
                let payer = try await government.account(named: email)
                let currency = government.jurisdiction.currency
                guard let money = Money(amount, currency), money.minorUnits > 0 else {
                    throw ValidationError("\(amount) is no amount of \(currency); write it as 12.50")
                }
                let now = government.platform.time.now()
                let due = government.jurisdiction.calendar.zone.date(at: now).adding(days: days)
                let language = government.jurisdiction.languages.first ?? .english
                let order = PaymentOrder(
                    LocalizedText(title, in: language),
                    lines: [PaymentLine(LocalizedText(title, in: language), money, account: account, agency: agency)],
                    payer: Identifier(payer.id), due: due,
                    about: PaymentSubject(reference: "bill", path: "/account/payments"), agency: agency)
                let request = try await government.database.write { transaction in
                    try government.desks.payments.request(
                        order, by: .system("polity payment ask"), at: now, in: transaction)
                }
                print(request.path)
            }
        }
    }
}
