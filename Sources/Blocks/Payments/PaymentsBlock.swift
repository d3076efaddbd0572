/// The building block.
public enum PaymentsBlock {
    /// The block's views and texts.
    public static let assets = Assets.files
}
