import Foundation

/// What takes the place of the C library's calls in a program under test; see `Tests/Preload`.
public enum Preload {
    /// Built beside the programs.
    private static let library = URL(filePath: Program.path)
        .deletingLastPathComponent().appending(path: "libPreload.so").path

    public static func surroundings(_ settings: [String: String]) -> [String: String] {
        settings.merging(["LD_PRELOAD": library]) { $1 }
    }
}
