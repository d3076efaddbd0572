/// The tables of the platform's own storage: jobs and recurrences. The program applies them before any block's.
public enum StoreMigrations {
    public static let all = Migration.embedded(Assets.files, block: "store")
}
