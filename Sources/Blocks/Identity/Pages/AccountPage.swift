import Base
import BuildingBlock
import Web

/// The person's own account.
extension IdentityPages {
    func account(_ call: Call<Person>) async throws -> Reply {
        guard let account = try await service.account(call.caller.accountID) else { throw Problem.notFound }
        let devices = try await service.devices(of: account.id, at: call.now)
        let grants = try await service.grants(of: account.id).filter { $0.isValid(at: call.now) }
        let language = call.language
        let model = AccountPage(
            notice: doneNotice(call), links: entries.map { UI.Button(call.text($0.text), .secondary, href: $0.path) },
            facts: facts(account, grants, language),
            devices: devices.map { entry($0, call) },
            others: devices.count > 1
                ? UI.Action("/account/devices/removal", UI.Button(text("devices.others", language), .secondary)) : nil)
        return .page(Page("identity/account", title: text("account.title", language), model))
    }

    /// What was done on the page before, told by `?done=`: one of our own words, never the address's.
    private func doneNotice(_ call: Call<Person>) -> UI.Notice? {
        let known = ["profile", "password", "device", "devices"]
        guard let done = call.input.query["done"], known.contains(done) else { return nil }
        return UI.Notice(.done, text("done.\(done)", call.language), announced: true)
    }

    private func facts(_ account: Account, _ grants: [RoleGrant], _ language: Language) -> UI.SummaryList {
        var rows = [
            UI.SummaryRow(text("name", language), account.name, change: "/account/profile"),
            UI.SummaryRow(text("email", language), account.email?.description ?? ""),
            UI.SummaryRow(
                text("assurance", language), text("assurance.\(account.assurance.rawValue)", language)),
            UI.SummaryRow(
                text("language", language), account.language.map(languageName) ?? text("language.browser", language),
                change: "/account/profile"),
            UI.SummaryRow(text("password", language), "••••••••", change: "/account/password"),
        ]
        if !grants.isEmpty {
            var row = UI.SummaryRow(text("roles", language))
            row.lines = grants.map { describe($0, language) }
            rows.append(row)
        }
        return UI.SummaryList(rows)
    }

    private func entry(_ device: SignedInDevice, _ call: Call<Person>) -> ListEntry {
        let language = call.language
        let isThis = device.id == call.caller.device
        let name = device.device.isEmpty ? text("devices.unknown", language) : device.device
        let seen = format(language).relative(device.seenAt, to: call.now)
        let since = format(language).dateTime(device.beganAt)
        return ListEntry(
            title: name, note: text("devices.note", language, ["since": .text(since), "seen": .text(seen)]),
            tag: isThis ? UI.Tag(text("devices.this", language), .done) : nil,
            action: isThis
                ? nil
                : UI.Action(
                    "/account/devices/\(device.id)/removal", UI.Button(text("devices.remove", language), .secondary)))
    }

    func removeDevice(_ call: Call<Person>) async throws -> Reply {
        try await service.signOut(call.identifier("id"), of: call.caller.accountID, at: call.now)
        return .redirect(to: "/account?done=device")
    }

    func removeOtherDevices(_ call: Call<Person>) async throws -> Reply {
        try await service.signOutOthers(than: call.caller.device, of: call.caller.accountID, at: call.now)
        return .redirect(to: "/account?done=devices")
    }

    /// "Officer, Public Works, until 3 March 2027"
    func describe(_ grant: RoleGrant, _ language: Language) -> String {
        let jurisdiction = platform.jurisdiction
        let format = format(language)
        return [
            jurisdiction.role(grant.role)?.name(in: language) ?? grant.role,
            jurisdiction.agency(grant.agency)?.name(in: language) ?? grant.agency,
            // The end is the midnight after the last day.
            grant.until.map { text("roles.until", language, ["date": .text(format.date($0 - .microseconds(1)))]) },
        ].compactMap { $0 }.joined(separator: " · ")
    }

    func languageName(_ language: Language) -> String { text("language.\(language.rawValue)", language) }
}

struct AccountPage: ViewModel {
    let notice: UI.Notice?
    let links: [UI.Button]
    let facts: UI.SummaryList
    let devices: [ListEntry]
    let others: UI.Action?

    func member(_ name: String) -> Any? {
        switch name {
        case "notice": notice.orAbsent
        case "hasLinks": !links.isEmpty
        case "links": links
        case "facts": facts
        case "devices": devices
        case "others": others.orAbsent
        default: nil
        }
    }
}
