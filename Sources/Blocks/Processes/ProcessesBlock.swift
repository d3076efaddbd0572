/// The building block.
public enum ProcessesBlock {
    /// The block's views and texts.
    public static let assets = Assets.files
}
