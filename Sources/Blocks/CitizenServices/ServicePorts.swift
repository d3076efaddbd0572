import Base
import FEEL
import Journal
import ServiceDefinition
import Store

/// What this block asks of others. The program fills it; what is not filled is not offered.
public struct ServicePorts: Sendable {
    /// Looks into a registry and records the look. `.null` or an empty list: there is nothing; `nil`: the registry cannot be asked, and
    /// services that need it cannot be applied for here.
    public var evidence: @Sendable (EvidenceLook, any WriteTransaction) throws -> FEELValue?
    /// What is known of a person: `name`, `email`, …. The identifier is added.
    public var applicant: @Sendable (Identifier<Act.Party>, any ReadTransaction) throws -> FEELContext
    /// Officers of an agency who may work on cases, by name.
    public var officers:
        @Sendable (_ agency: String, Instant, any ReadTransaction) throws -> [(id: Identifier<Act.Party>, name: String)]
    /// The names of accounts; those that are erased are missing.
    public var names: @Sendable ([Identifier<Act.Party>], any ReadTransaction) throws -> [Identifier<Act.Party>: String]
    /// Puts a message into the person's mailbox.
    public var tell: @Sendable (ServiceMessage, any WriteTransaction) throws -> Void
    /// Asks for a fee and gives the path of the page where it is paid; absent: it is paid at the counter and an officer records it.
    public var requestPayment: (@Sendable (FeeRequest, any WriteTransaction) throws -> String)?
    /// Takes back what was asked for a case and is not paid.
    public var cancelPayment: @Sendable (_ reference: String, Act.Actor, Instant, any WriteTransaction) throws -> Void
    /// Proposes to the treasurer that what was paid for a case goes back; does nothing where nothing was.
    public var refund: @Sendable (_ reference: String, _ reason: String, Instant, any WriteTransaction) throws -> Void =
        { _, _, _, _ in }
    /// Issues a certificate or a letter to the person; absent: none is issued.
    public var issue: (@Sendable (PaperOrder, any WriteTransaction) throws -> Void)?
    /// What was issued for a case, by its reference.
    public var papers: @Sendable (_ reference: String, any ReadTransaction) throws -> [Paper] = { _, _ in [] }
    /// Takes back the certificates of a case.
    public var revoke:
        @Sendable (_ reference: String, _ reason: String, Act.Actor, Instant, any WriteTransaction) throws -> Void = {
            _, _, _, _, _ in
        }
    /// Draws a form on paper; absent: there is none.
    public var drawForm: (@Sendable (FormSheet) async throws -> [UInt8])?
    /// Takes a file that is added to an application: looks what it is, has it scanned, keeps its content. Throws `FileRefusal`. Absent: no
    /// files are taken.
    public var receive: (@Sendable (FileOrder) async throws -> ReceivedFile)?
    /// Forgets a file that was received.
    public var forget: @Sendable (Identifier<AddedFile>, Act.Actor, Instant, any WriteTransaction) throws -> Void = {
        _, _, _, _ in
    }
    /// The organisations for which a person may act.
    public var organisations:
        @Sendable (Identifier<Act.Party>, Instant, any ReadTransaction) throws -> [RepresentedOrganisation] = {
            _, _, _ in []
        }
    /// What a counter asks of accounts; absent: there are no counters.
    public var counter: CounterPorts?
    /// Writes what a decision changes; absent: the officer is told to do so.
    public var write: (@Sendable (RegistryChange, any WriteTransaction) throws -> Void)?
    /// Ends a record that a decision made and an appeal undid; does nothing where it is in force no more.
    public var takeBack: @Sendable (RegistryChange, any WriteTransaction) throws -> Void = { _, _ in }

    public init(
        evidence: @escaping @Sendable (EvidenceLook, any WriteTransaction) throws -> FEELValue? = { _, _ in nil },
        applicant: @escaping @Sendable (Identifier<Act.Party>, any ReadTransaction) throws -> FEELContext = { _, _ in
            FEELContext()
        },
        officers:
            @escaping @Sendable (_ agency: String, Instant, any ReadTransaction) throws -> [(
                id: Identifier<Act.Party>, name: String
            )] =
            { _, _, _ in [] },
        names:
            @escaping @Sendable ([Identifier<Act.Party>], any ReadTransaction) throws -> [Identifier<Act.Party>: String] =
            { _, _ in [:] },
        tell: @escaping @Sendable (ServiceMessage, any WriteTransaction) throws -> Void = { _, _ in },
        requestPayment: (@Sendable (FeeRequest, any WriteTransaction) throws -> String)? = nil,
        cancelPayment:
            @escaping @Sendable (_ reference: String, Act.Actor, Instant, any WriteTransaction) throws -> Void = {
                _, _, _, _ in
            },
        write: (@Sendable (RegistryChange, any WriteTransaction) throws -> Void)? = nil
    ) {
        (self.evidence, self.applicant, self.officers, self.names) = (evidence, applicant, officers, names)
        (self.tell, self.requestPayment, self.cancelPayment, self.write) = (tell, requestPayment, cancelPayment, write)
    }
}

/// A look into a registry on behalf of who applies.
public struct EvidenceLook: Sendable {
    public var evidence: Service.Evidence
    public var applicant: FEELContext
    /// What was found for the evidence that stands above it in the definition, by name.
    public var known: [String: FEELValue]
    public var party: Identifier<Act.Party>
    /// Who sees what is found: the person, or an officer at a counter.
    public var viewer: Identifier<Act.Party>
    public var agency: String
    /// Why, in the government's first language.
    public var purpose: String
    /// The application: its identifier.
    public var application: String
    public var now: Instant
}

/// Something that a person is told about a case.
public struct ServiceMessage: Sendable {
    public var recipient: Identifier<Act.Party>
    public var title: LocalizedText
    public var text: LocalizedText
    /// The path of the case's page.
    public var about: String
    public var reference: String
    public var agency: String
    public var actor: Act.Actor
    public var now: Instant
}

/// A fee that is asked for.
public struct FeeRequest: Sendable {
    public struct Line: Sendable {
        public var label: LocalizedText
        public var amount: Money
    }
    public var payer: Identifier<Act.Party>
    public var lines: [Line]
    /// The last day to pay.
    public var due: LocalDate?
    /// Whether it is owed by law, however late: a tax that was assessed. Else nobody needs to pay who does not want it any more.
    public var isDebt: Bool
    public var reference: String
    public var title: LocalizedText
    /// The path of the case's page.
    public var about: String
    public var agency: String
    public var actor: Act.Actor
    public var now: Instant
}

/// What a decision changes in a registry.
public struct RegistryChange: Sendable {
    public var write: Service.Write
    public var applicant: Identifier<Act.Party>
    public var reference: String
    public var agency: String
    public var actor: Act.Actor
    public var now: Instant
}
