import Base
import BuildingBlock
import Journal
import Store
import Web

/// Who people are, how they sign in, and what officers may do.
public enum IdentityBlock {
    public static let assets = Assets.files
    public static let migrations = Migration.embedded(Assets.files, block: "identity")

    /// With a service of its own.
    public static func block(on platform: Platform) throws -> Block {
        block(on: platform, service: try IdentityService(on: platform))
    }

    /// - Parameter service: made by `IdentityService(on:)`, which is also the site's `SessionReader`.
    /// - Parameter entries: what other blocks have of a person's, for the account's page.
    public static func block(on platform: Platform, service: IdentityService, entries: [Site.Entry] = []) -> Block {
        let pages = IdentityPages(platform: platform, service: service, entries: entries)
        return Block(
            name: "identity", migrations: migrations, permissions: [IdentityPermissions.manage],
            jobs: [
                JobHandler(IdentityService.wishJob) { job in
                    try await service.fulfil(job.payload, at: platform.time.now())
                    return .done
                },
                JobHandler(IdentityService.cleanUpJob) { _ in
                    try await service.cleanUp(at: platform.time.now())
                    return .done
                },
            ],
            recurrences: [Recurrence(IdentityService.cleanUpJob, every: .seconds(3600))],
            personalData: [PersonalDataSource.accounts],
            navigation: [
                Site.Entry(text: "identity.nav", path: "/office/accounts", permission: IdentityPermissions.manage)
            ]
        ) { routes in
            pages.declareSignIn(&routes)
            pages.declareAccount(&routes)
            pages.declareOffice(&routes)
        }
    }
}

extension IdentityPages {
    fileprivate func declareSignIn(_ routes: inout Routes) {
        routes.get("/sign-in", signIn)
        routes.post("/sign-in", signInSent)
        routes.post("/sign-in/demo", demoSent)
        routes.post(person: "/sign-out", signOutSent)
        routes.get("/password", forgotten)
        routes.post("/password", forgottenSent)
        routes.get("/password/:token", newPassword)
        routes.post("/password/:token", newPasswordSent)
        routes.get("/account/new", register)
        routes.post("/account/new", registerSent)
        routes.get("/account/new/:token", confirmRegistration)
        routes.post("/account/new/:token", confirmRegistrationSent)
    }

    fileprivate func declareAccount(_ routes: inout Routes) {
        routes.get(person: "/account", account)
        routes.get(person: "/account/profile", profile)
        routes.post(person: "/account/profile", profileSent)
        routes.get(person: "/account/password", ownPassword)
        routes.post(person: "/account/password", ownPasswordSent)
        routes.post(person: "/account/devices/:id/removal", removeDevice)
        routes.post(person: "/account/devices/removal", removeOtherDevices)
        routes.get(person: "/account/record", record)
    }

    fileprivate func declareOffice(_ routes: inout Routes) {
        let manage = IdentityPermissions.manage
        routes.get(officer: "/office/accounts", permission: manage, accounts)
        routes.get(officer: "/office/accounts/new", permission: manage, newAccount)
        routes.post(officer: "/office/accounts/new", permission: manage, newAccountSent)
        routes.get(officer: "/office/accounts/:id", permission: manage, accountOfSomeone)
        routes.post(officer: "/office/accounts/:id/roles", permission: manage, grantSent)
        routes.post(officer: "/office/accounts/:id/roles/:grant/revocation", permission: manage, revocationSent)
        routes.post(officer: "/office/accounts/:id/status", permission: manage, statusSent)
        routes.post(officer: "/office/accounts/:id/assurance", permission: manage, assuranceSent)
        routes.post(officer: "/office/accounts/:id/password-link", permission: manage, passwordLinkSent)
    }
}
