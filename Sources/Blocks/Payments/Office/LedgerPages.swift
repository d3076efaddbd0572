import Base
import BuildingBlock
import Store
import Web

/// The treasury's view of the ledger: the trial balance, what is open, and the lines of an account.
struct LedgerPages: Sendable {
    let desk: PaymentDesk

    func declare(in routes: inout Routes) {
        routes.get(officer: PaymentLinks.ledger, permission: PaymentPermissions.ledger) { call in
            try await balance(call)
        }
        routes.get(officer: "/office/payments/ledger/:account", permission: PaymentPermissions.ledger) { call in
            try await account(call)
        }
    }

    private func balance(_ call: Call<Officer>) async throws -> Reply {
        let sight = PaymentSight(call.caller, desk)
        let found = try await desk.database.read { transaction in
            (
                try transaction.trialBalance(agencies: sight.agencies),
                try transaction.rows(
                    """
                    SELECT state, currency, COUNT(*), CAST(SUM(amount) AS BIGINT), CAST(SUM(received) AS BIGINT)
                    FROM payments_requests WHERE \(sight.condition) GROUP BY state, currency ORDER BY state, currency
                    """
                ).map { row in
                    let currency = try PaymentRows.currency(row[1])
                    return StateTotal(
                        state: try row[0], count: try row[2], amount: Money(minorUnits: try row[3], currency),
                        received: Money(minorUnits: try row[4], currency))
                }
            )
        }
        let words = PaymentWords(desk, in: call.language)
        var parts: [any Component] = [OfficeTabs.tabs(PaymentLinks.ledger, call.caller, words)]
        if found.0.isEmpty {
            parts.append(UI.EmptyState(.money, words("ledger.empty"), words("office.empty-text")))
        } else {
            parts += [
                UI.Heading(words("ledger.balance")), trialBalance(found.0, words, balances: sight.agencies == nil),
                UI.Heading(words("ledger.totals")), totals(found.1, words),
            ]
        }
        return .page(
            UI.PartsPage(title: words("office.ledger"), introduction: [words("ledger.text")], parts: parts).workspace())
    }

    private struct StateTotal: Sendable {
        var state: PaymentState
        var count: Int64
        var amount: Money
        var received: Money
    }

    private func trialBalance(_ balances: [AccountBalance], _ words: PaymentWords, balances isWhole: Bool) -> UI.Table {
        var rows = balances.map { balance in
            UI.Row([
                UI.Cell(
                    balance.account, href: PaymentLinks.account(balance.account), note: words.account(balance.account)),
                UI.Cell(words.money(balance.debits)), UI.Cell(words.money(balance.credits)),
                UI.Cell(words.money((try? balance.debits - balance.credits) ?? balance.debits)),
            ])
        }
        // Debits and credits are equal in each currency; an agency sees its own side only.
        for currency in Set(balances.map(\.currency)).sorted(by: { $0.rawValue < $1.rawValue }) where isWhole {
            let own = balances.filter { $0.currency == currency }
            let debits = own.reduce(0) { $0 + $1.debits.minorUnits }
            let credits = own.reduce(0) { $0 + $1.credits.minorUnits }
            rows.append(
                UI.Row([
                    UI.Cell(words("total"), note: currency.rawValue),
                    UI.Cell(words.money(Money(minorUnits: debits, currency))),
                    UI.Cell(words.money(Money(minorUnits: credits, currency))),
                    UI.Cell(words.money(Money(minorUnits: debits - credits, currency))),
                ]))
        }
        return UI.Table(
            words("ledger.balance"), hideCaption: true,
            columns: [
                UI.Column(words("ledger.account")), UI.Column(words("ledger.debit"), .number),
                UI.Column(words("ledger.credit"), .number), UI.Column(words("ledger.difference"), .number),
            ], rows: rows)
    }

    private func totals(_ totals: [StateTotal], _ words: PaymentWords) -> UI.Table {
        UI.Table(
            words("ledger.totals"), hideCaption: true,
            columns: [
                UI.Column(words("own.state")), UI.Column(words("ledger.count"), .number),
                UI.Column(words("amount"), .number), UI.Column(words("received"), .number),
            ],
            rows: totals.map { total in
                UI.Row([
                    UI.Cell(tag: words.tag(total.state)), UI.Cell(words.format.number(total.count)),
                    UI.Cell(words.money(total.amount)), UI.Cell(words.money(total.received)),
                ])
            })
    }

    private func account(_ call: Call<Officer>) async throws -> Reply {
        let sight = PaymentSight(call.caller, desk)
        let code = call.parameter("account")
        guard desk.settings.chart[code] != nil else { throw Problem.notFound }
        let lines = try await desk.database.read { transaction in
            try transaction.entries(on: code, agencies: sight.agencies, limit: 200)
        }
        let words = PaymentWords(desk, in: call.language)
        return .page(
            UI.PartsPage(
                title: "\(code) \(words.account(code))", introduction: [words("ledger.newest")],
                back: PaymentLinks.ledger,
                parts: [LedgerTable.table(lines, words, showsReference: true)]
            ).workspace())
    }
}

/// Lines of the ledger as a table.
enum LedgerTable {
    static func table(_ entries: [PostedEntry], _ words: PaymentWords, showsReference: Bool) -> UI.Table {
        var columns = [
            UI.Column(words("entries.at")), UI.Column(words("entries.kind")), UI.Column(words("ledger.account")),
            UI.Column(words("ledger.debit"), .number), UI.Column(words("ledger.credit"), .number),
        ]
        if showsReference { columns.append(UI.Column(words("reference"))) }
        return UI.Table(
            words("entries.title"), hideCaption: true, columns: columns,
            rows: entries.map { entry in
                let size = Money(minorUnits: abs(entry.amount.minorUnits), entry.amount.currency)
                let isDebit = entry.amount.minorUnits > 0
                var cells = [
                    UI.Cell(moment: words.moment(entry.at)), UI.Cell(words("entry.\(entry.kind.rawValue)")),
                    UI.Cell("\(entry.account) \(words.account(entry.account))", note: words.agency(entry.agency)),
                    UI.Cell(isDebit ? words.money(size) : ""), UI.Cell(isDebit ? "" : words.money(size)),
                ]
                if showsReference {
                    cells.append(UI.Cell(entry.reference.grouped, href: PaymentLinks.office(entry.request)))
                }
                return UI.Row(cells)
            })
    }
}
