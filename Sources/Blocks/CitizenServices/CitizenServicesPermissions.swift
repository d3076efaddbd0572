import Base
import Web

/// What may be granted to a role in an agency.
public enum CitizenServicesPermissions {
    public static let view = Permission(
        "citizen-services.view",
        title: LocalizedText(
            "See applications and their deadlines", in: .english,
            translations: [
                .french: "Voir les demandes et leurs délais",
                .arabic: "الاطلاع على الطلبات ومواعيدها",
            ]))
    public static let work = Permission(
        "citizen-services.work",
        title: LocalizedText(
            "Decide on applications: ask, assign, approve, refuse", in: .english,
            translations: [
                .french: "Traiter les demandes : questionner, attribuer, accorder, refuser",
                .arabic: "البت في الطلبات: الاستفسار والإسناد والموافقة والرفض",
            ]))
    public static let counter = Permission(
        "citizen-services.counter",
        title: LocalizedText(
            "Serve people at a counter: find or open their account, see proof of who they are, apply in their name",
            in: .english,
            translations: [
                .french:
                    "Accueillir au guichet : retrouver ou ouvrir un compte, vérifier l’identité, demander au nom de la personne",
                .arabic: "خدمة الناس في المكتب: إيجاد الحساب أو فتحه والتحقق من الهوية وتقديم الطلب باسم صاحبه",
            ]))
    public static let appeals = Permission(
        "citizen-services.appeals",
        title: LocalizedText(
            "Hear appeals", in: .english,
            translations: [
                .french: "Instruire les recours",
                .arabic: "النظر في التظلمات",
            ]))
    public static let supervise = Permission(
        "citizen-services.supervise",
        title: LocalizedText(
            "See the figures of an agency's services", in: .english,
            translations: [
                .french: "Voir les chiffres des démarches d’un service",
                .arabic: "الاطلاع على أرقام خدمات الجهة",
            ]))
    public static let definitions = Permission(
        "citizen-services.definitions",
        title: LocalizedText(
            "See which services are published and what is wrong with definitions", in: .english,
            translations: [
                .french: "Voir les démarches publiées et les erreurs des définitions",
                .arabic: "الاطلاع على الخدمات المنشورة وأخطاء تعريفاتها",
            ]))

    public static let all = [view, work, counter, appeals, supervise, definitions]
}
