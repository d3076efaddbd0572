import Base
import Web

/// What went wrong, for the form it went wrong in.
struct FormMistake: Sendable {
    /// The field; `nil` for the form as a whole.
    var field: String?
    var text: String
    var status = 422
}

extension IdentityPages {
    /// The mistake as the form shows it; what no form can show is thrown on.
    func mistake(_ error: IdentityError, _ language: Language) throws(IdentityError) -> FormMistake {
        switch error {
        case .badEmail: FormMistake(field: "email", text: text("error.email", language))
        case .badName: FormMistake(field: "name", text: text("error.name", language))
        case .emailTaken: FormMistake(field: "email", text: text("error.email-taken", language))
        case .weakPassword(let weakness): FormMistake(field: "password", text: words(weakness, language))
        case .wrongPassword: FormMistake(field: "current", text: text("error.wrong-password", language))
        case .wrongCredentials: FormMistake(text: text("error.wrong-credentials", language))
        case .badPeriod: FormMistake(field: "until", text: text("error.period", language))
        case .unknownRole: FormMistake(field: "role", text: text("error.role", language))
        case .unknownAgency: FormMistake(field: "agency", text: text("error.agency", language))
        case .lastAdministrator: FormMistake(text: text("error.last-administrator", language), status: 409)
        case .ownAccount: FormMistake(text: text("error.own-account", language), status: 409)
        case .busy: FormMistake(text: text("error.busy", language), status: 503)
        case .tooManyAttempts(let seconds):
            FormMistake(text: text("error.attempts", language, ["count": .number(Int64(seconds))]), status: 429)
        case .linkSpent, .unknownAccount, .unknownGrant: throw error
        }
    }

    private func words(_ weakness: PasswordWeakness, _ language: Language) -> String {
        switch weakness {
        case .tooShort(let minimum): text("password.too-short", language, ["count": .number(Int64(minimum))])
        case .tooLong(let maximum): text("password.too-long", language, ["count": .number(Int64(maximum))])
        case .common: text("password.common", language)
        case .personal: text("password.personal", language)
        }
    }
}

extension [any Field] {
    /// The fields, the mistaken one with its mistake.
    func with(_ mistake: FormMistake?) -> [any Field] {
        guard let mistake, let name = mistake.field else { return self }
        return map { field in
            guard field.question.name == name else { return field }
            var field = field
            field.question.error = mistake.text
            return field
        }
    }
}

extension Reply {
    /// With the time to wait, where the mistake is one of haste.
    func waiting(_ error: IdentityError) -> Reply {
        switch error {
        case .tooManyAttempts(let seconds): header("Retry-After", "\(seconds)")
        case .busy: header("Retry-After", "5")
        default: self
        }
    }
}
