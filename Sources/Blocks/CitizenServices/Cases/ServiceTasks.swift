import BPMN
import Base
import FEEL
import Journal
import Processes
import ServiceDefinition
import Store

/// What the process of a service may ask for, by the `implementation` of its service tasks. All of it is done in the step's own
/// transaction.
///
/// - `request payment`: the fee is asked for; nothing where there is none, or it is paid.
/// - `write registry`: what the decision changes is written into registries.
/// - `issue certificate`: the definition's certificate is issued.
/// - `send letter`: the person is told of the decision.
/// - `send message NAME`: the person is told what the definition's message of that name says.
///
/// Business-rule tasks make the decisions of the service's own models.
///
/// Whatever else a definition names is no program's work: it is written on the case for officers, and the process goes on.
struct ServiceTasks: Sendable {
    let desk: ServicesDesk

    static let certificate = "issue certificate"
    private static let message = "send message "

    var handlers: ProcessHandlers {
        ProcessHandlers(
            others: { name in .within { call, transaction in try self.run(name, call, transaction) } },
            decide: { order, instance, now, transaction in
                let one = try self.one(instance.businessKey, transaction)
                let service = try desk.catalogue.service(of: one, in: transaction)
                return try Decisions(service.decisionModels).decide(order, at: now)
            })
    }

    private func one(_ reference: String, _ transaction: any ReadTransaction) throws -> ServiceCase {
        guard let reference = CaseReference(reference),
            let one = try CaseRows.list("reference = \(reference)", desk.currency, transaction).first
        else { throw CitizenServicesError.unknownCase }
        return one
    }

    private func run(_ name: String, _ call: ServiceCall, _ transaction: any WriteTransaction) throws -> Variables {
        var one = try one(call.businessKey, transaction)
        let service = try desk.catalogue.service(of: one, in: transaction)
        let actor = Act.Actor.system("citizen-services.process")
        switch name {
        case "request payment":
            if service.fee?.due == .afterDecision { try decide(&one, service, call.now, transaction) }
            try desk.requestFee(&one, service, by: actor, at: call.now, transaction)
        case "write registry":
            try decide(&one, service, call.now, transaction)
            try desk.write(&one, service, by: actor, at: call.now, transaction)
        case Self.certificate:
            try decide(&one, service, call.now, transaction)
            try desk.certify(&one, service, by: actor, at: call.now, transaction)
        case "send letter":
            try decide(&one, service, call.now, transaction)
            try desk.tellDecision(&one, service, by: actor, at: call.now, transaction)
        case _ where name.hasPrefix(Self.message):
            let message = String(name.dropFirst(Self.message.count))
            // Who asked for more has told it in the same step.
            if message != "more information" {
                try desk.tell(one, service, message, by: actor, at: call.now, transaction)
            }
        default:
            let text = call.order.name.isEmpty ? name : call.order.name
            try CaseRows.insert(CaseEvent(.noted, of: one.id, at: call.now, text: text, isInternal: true), transaction)
        }
        return Variables()
    }

    /// A process that comes to an outcome without an officer has left the decision to the rules.
    private func decide(
        _ one: inout ServiceCase, _ service: Service, _ now: Instant, _ transaction: any WriteTransaction
    ) throws {
        if one.status.isOpen { try desk.decideByRules(&one, service, at: now, transaction) }
    }
}
