/// The building block.
public enum DocumentsBlock {
    /// The block's views and texts.
    public static let assets = Assets.files
}
