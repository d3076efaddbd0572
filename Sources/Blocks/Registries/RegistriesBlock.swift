/// The building block.
public enum RegistriesBlock {
    /// The block's views and texts.
    public static let assets = Assets.files
}
