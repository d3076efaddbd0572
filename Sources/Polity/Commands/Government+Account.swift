import ArgumentParser
import Base
import Identity

extension Government {
    /// The account that an operator names by its e-mail address. Throws a `ValidationError` where there is none.
    func account(named email: String) async throws -> Account {
        guard let address = EmailAddress(email), let account = try await identity.account(email: address) else {
            throw ValidationError("\(email): no account has this address")
        }
        return account
    }
}
