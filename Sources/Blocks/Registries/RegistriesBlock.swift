import Base
import BuildingBlock
import Store
import Web

/// Records of people and things, versioned in both times; who looked at them.
public enum RegistriesBlock {
    /// The block's views and texts.
    public static let assets = Assets.files
    public static let migrations =
        Migration.embedded(Assets.files, block: "registries") + [
            RecordSearch.index.migration(block: "registries", number: 2)
        ]

    public static func block(on platform: Platform, desk: RegistryDesk) -> Block {
        let (office, everyone) = (OfficePages(desk: desk), PublicPages(desk: desk))
        let (own, programs) = (AccountPages(desk: desk), RegistryAPI(desk: desk))
        return Block(
            name: "registries", migrations: migrations, permissions: RegistryPermissions.all, datasets: desk.datasets,
            personalData: desk.personalData,
            navigation: [
                Site.Entry(text: "registries.navigation.public", path: "/registers"),
                Site.Entry(
                    text: "registries.navigation.office", path: "/office/registries",
                    permission: RegistryPermissions.read),
            ],
            account: [
                Site.Entry(text: "registries.account.title", path: AccountPages.data),
                Site.Entry(text: "registries.looks.title", path: AccountPages.looks),
            ]
        ) { routes in
            office.declare(&routes)
            everyone.declare(&routes)
            own.declare(&routes)
            programs.declare(&routes)
        }
    }
}
