import Base
import Web

/// What may be granted to a role in an agency.
public enum CitizenServicesPermissions {
    public static let view = permission(
        "view", "See applications and their deadlines", "Voir les demandes et leurs délais", "الاطلاع على الطلبات ومواعيدها")
    public static let work = permission(
        "work", "Decide on applications: ask, assign, approve, refuse",
        "Traiter les demandes : questionner, attribuer, accorder, refuser", "البت في الطلبات: الاستفسار والإسناد والموافقة والرفض")
    public static let appeals = permission(
        "appeals", "Hear appeals", "Instruire les recours", "النظر في التظلمات")
    public static let supervise = permission(
        "supervise", "See the figures of an agency's services", "Voir les chiffres des démarches d’un service",
        "الاطلاع على أرقام خدمات الجهة")
    public static let definitions = permission(
        "definitions", "See which services are published and what is wrong with definitions",
        "Voir les démarches publiées et les erreurs des définitions", "الاطلاع على الخدمات المنشورة وأخطاء تعريفاتها")

    public static let all = [view, work, appeals, supervise, definitions]

    private static func permission(_ verb: String, _ english: String, _ french: String, _ arabic: String) -> Permission {
        Permission(
            "citizen-services.\(verb)",
            title: LocalizedText(english, in: .english, translations: [.french: french, .arabic: arabic]))
    }
}
