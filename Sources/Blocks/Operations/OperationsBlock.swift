import Base
import BuildingBlock
import Journal
import Store
import Web

/// What an operator watches: work that was given up, schedules, listeners that lag, the log and its witnesses.
public enum OperationsBlock {
    public static let assets = Assets.files

    public static func block(on platform: Platform) -> Block {
        let pages = OperationsPages(platform: platform)
        return Block(
            name: "operations", permissions: [OperationsPermissions.operate],
            navigation: [
                Site.Entry(
                    text: "operations.nav", path: OperationsPages.path, permission: OperationsPermissions.operate)
            ]
        ) { routes in
            routes.get(officer: OperationsPages.path, permission: OperationsPermissions.operate, pages.overview)
            routes.post(
                officer: "\(OperationsPages.path)/jobs/:id/attempts", permission: OperationsPermissions.operate,
                pages.retry)
            routes.post(
                officer: "\(OperationsPages.path)/jobs/:id/removal", permission: OperationsPermissions.operate,
                pages.discard)
        }
    }
}

public enum OperationsPermissions {
    public static let operate = Permission(
        "operations.operate",
        title: LocalizedText(
            "See how the system fares and try failed work again", in: .english,
            translations: [
                .french: "Voir l’état du système et relancer les tâches échouées",
                .arabic: "الاطلاع على حالة النظام وإعادة محاولة المهام الفاشلة",
            ]))
}
