import Base
import BuildingBlock
import Store
import Web

/// Payments: what is owed, how it is paid, what goes back, and a ledger in which all of it balances.
public enum PaymentsBlock {
    public static let name = "payments"

    /// The block's views and texts.
    public static var assets: [String: String] { Assets.files }

    public static let migrations = Migration.embedded(Assets.files, block: name)

    /// - Parameter desk: made by `PaymentDesk(on:provider:)`.
    public static func block(on platform: Platform, desk: PaymentDesk, directory: PayerDirectory = .nobody) -> Block {
        Block(
            name: name,
            migrations: migrations,
            permissions: PaymentPermissions.all,
            jobs: desk.jobs,
            recurrences: [
                Recurrence(PaymentDesk.reconcileJob, every: .seconds(60)),
                Recurrence(PaymentDesk.expiryJob, every: .seconds(3600)),
            ],
            datasets: [desk.openData],
            personalData: [desk.personalData],
            navigation: [
                Site.Entry(
                    text: "payments.navigation.office", path: PaymentLinks.office, permission: PaymentPermissions.view)
            ],
            account: [Site.Entry(text: "payments.navigation.own", path: PaymentLinks.own)],
            routes: { routes in
                PayPages(desk: desk, directory: directory).declare(in: &routes)
                OwnPaymentsPages(desk: desk, directory: directory).declare(in: &routes)
                ProviderEvents(desk: desk).declare(in: &routes)
                PaymentListPages(desk: desk, directory: directory).declare(in: &routes)
                PaymentCasePages(desk: desk, directory: directory).declare(in: &routes)
                LedgerPages(desk: desk).declare(in: &routes)
                IncidentPages(desk: desk).declare(in: &routes)
            })
    }
}

extension PaymentDesk {
    var jobs: [JobHandler] {
        let time = platform.time
        return [
            JobHandler(Self.checkJob) { job in
                if let id = Identifier<CardAttempt>(job.payload) { try await check(id, at: time.now()) }
                return .done
            },
            JobHandler(Self.endJob) { job in
                if let id = Identifier<CardAttempt>(job.payload) { try await end(id, at: time.now()) }
                return .done
            },
            JobHandler(Self.refundJob) { job in
                guard let id = Identifier<Refund>(job.payload) else { return .done }
                return try await sendRefund(id, at: time.now())
            },
            JobHandler(Self.reconcileJob) { _ in
                try await reconcile(at: time.now())
                return .done
            },
            JobHandler(Self.expiryJob) { _ in
                while try await expire(at: time.now()) > 0 {}
                return .done
            },
        ]
    }
}
