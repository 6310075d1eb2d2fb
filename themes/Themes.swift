/// The theme files of this folder, built into the binary.
public enum Themes {
    public static let midnight = PackageResources.midnight_toml
    public static let paper = PackageResources.paper_toml
}
