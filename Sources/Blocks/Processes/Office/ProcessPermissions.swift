import Base
import Web

/// What may be granted to a role in an agency.
public enum ProcessPermissions {
    public static let view = Permission(
        "processes.view",
        title: LocalizedText(
            "See running processes and where they stand", in: .english,
            translations: [
                .french: "Voir les processus en cours et leur état", .arabic: "الاطلاع على الإجراءات الجارية ومراحلها",
            ]))
    public static let operate = Permission(
        "processes.operate",
        title: LocalizedText(
            "Put stopped processes right: retry, resolve, cancel", in: .english,
            translations: [
                .french: "Débloquer les processus arrêtés : réessayer, résoudre, annuler",
                .arabic: "معالجة الإجراءات المتوقفة: إعادة المحاولة والحل والإلغاء",
            ]))
    public static let work = Permission(
        "processes.work",
        title: LocalizedText(
            "Take tasks of processes and complete them", in: .english,
            translations: [
                .french: "Prendre en charge et terminer des tâches de processus",
                .arabic: "تولي مهام الإجراءات وإنجازها",
            ]))

    public static let all = [view, work, operate]
}
