import Store

/// What the journal brings to the program's table of contents.
public enum JournalTables {
    public static let migrations = Migration.embedded(Assets.files, block: "journal")
}
