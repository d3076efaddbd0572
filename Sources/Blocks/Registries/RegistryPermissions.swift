import Base
import Web

/// What roles may be granted. Which registries and fields they reach stands in each definition, by agency.
public enum RegistryPermissions {
    public static let read = Permission(
        "registries.read",
        title: LocalizedText(
            "Look at records of registers, with a purpose that is recorded", in: .english,
            translations: [
                .french: "Consulter les fiches des registres, avec un motif enregistré",
                .arabic: "الاطلاع على قيود السجلات مع تسجيل الغرض",
            ]))
    public static let change = Permission(
        "registries.change",
        title: LocalizedText(
            "Make, change and end records of registers", in: .english,
            translations: [
                .french: "Créer, modifier et clore les fiches des registres",
                .arabic: "إنشاء قيود السجلات وتعديلها وإنهاؤها",
            ]))
    public static let correct = Permission(
        "registries.correct",
        title: LocalizedText(
            "Correct what was recorded wrongly, also for times past", in: .english,
            translations: [
                .french: "Corriger ce qui a été mal enregistré, y compris pour le passé",
                .arabic: "تصحيح ما سُجّل خطأً، بما في ذلك عن فترات سابقة",
            ]))
    static let all = [read, change, correct]
}
