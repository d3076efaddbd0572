/// The building block.
public enum CitizenServicesBlock {
    /// The block's views and texts.
    public static let assets = Assets.files
}
