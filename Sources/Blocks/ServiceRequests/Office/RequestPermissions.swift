import Base
import Web

/// What may be granted to a role in an agency.
public enum RequestPermissions {
    public static let view = Permission(
        "service-requests.view",
        title: LocalizedText(
            "See the queue of reports", in: .english,
            translations: [.french: "Voir la file des signalements", .arabic: "الاطلاع على قائمة البلاغات"]))
    public static let work = Permission(
        "service-requests.work",
        title: LocalizedText(
            "Work on reports: decide, assign, merge, hand over, write notes", in: .english,
            translations: [
                .french: "Traiter les signalements : décider, attribuer, fusionner, transférer, annoter",
                .arabic: "معالجة البلاغات: البت فيها وإسنادها ودمجها وتحويلها وكتابة الملاحظات",
            ]))
    public static let contact = Permission(
        "service-requests.contact",
        title: LocalizedText(
            "See who reported, with a purpose that is recorded", in: .english,
            translations: [
                .french: "Voir qui a signalé, avec un motif enregistré",
                .arabic: "الاطلاع على هوية المبلّغ مع تسجيل السبب",
            ]))
    public static let supervise = Permission(
        "service-requests.supervise",
        title: LocalizedText(
            "See the figures of an agency", in: .english,
            translations: [.french: "Voir les chiffres d’un service", .arabic: "الاطلاع على أرقام الجهة"]))

    public static let all = [view, work, contact, supervise]
}
