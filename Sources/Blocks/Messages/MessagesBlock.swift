/// The building block.
public enum MessagesBlock {
    /// The block's views and texts.
    public static let assets = Assets.files
}
