import Apixo
import Terminal
import Themes

/// How each role looks, read from a theme file.
public struct Theme: Sendable, Equatable {
    private var styles: [Style]

    public subscript(role: Role) -> Style { styles[role.place] }

    /// The themes built into the program.
    public static let names = ["midnight", "paper"]

    public static func builtIn(named name: String) throws(FileError) -> Theme? {
        switch name {
        case "midnight": try Theme(bytes: Themes.midnight, file: "midnight.toml")
        case "paper": try Theme(bytes: Themes.paper, file: "paper.toml")
        default: nil
        }
    }

    /// No colours at all; what is left when no theme can be read.
    public static let plain = Theme(styles: Array(repeating: .plain, count: Role.allCases.count))

    /// Reads a theme file: `[palette]` names colours, `[roles]` says how each role looks.
    public init(text: String, file: String) throws(FileError) {
        let document = try TOMLSection(text: text, file: file)
        try document.refuseKeys(besides: ["palette", "roles"])
        let palette = try ThemeColors(document.section("palette"))
        guard let roles = try document.section("roles") else {
            throw document.error(nil, "the table [roles] is missing")
        }
        try roles.refuseKeys(besides: Set(Role.allCases.map(\.rawValue)))
        let base = try palette.style(of: .text, in: roles, over: .plain)
        styles = []
        for role in Role.allCases {
            styles.append(try palette.style(of: role, in: roles, over: base))
        }
    }

    private init(styles: [Style]) { self.styles = styles }

    private init(bytes: [UInt8], file: String) throws(FileError) {
        try self.init(text: String(decoding: bytes, as: UTF8.self), file: file)
    }
}

extension Role {
    /// Where the role's style stands in a theme.
    fileprivate var place: Int { places[self] ?? 0 }
}

private let places = Dictionary(
    uniqueKeysWithValues: Role.allCases.enumerated().map { ($1, $0) }
)
