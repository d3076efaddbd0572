import BPMN
import Processes

/// The process that a revision of a service was published with, and what its drawing says of a case.
struct ServiceProcess: Sendable {
    var revision: ProcessRevision
    var vocabulary: ProcessVocabulary

    /// Whether a second officer must agree to a decision.
    var asksSecondOfficer: Bool { vocabulary.forms.contains("second officer") }
    /// Whether it goes its own way where an officer needs more from the person.
    var hasQuestions: Bool { !vocabulary.messages.isDisjoint(with: ServicesDesk.Message.answered) }
    /// Whether it says when the certificate is issued.
    var issuesCertificate: Bool { vocabulary.services.contains(ServiceTasks.certificate) }
}
