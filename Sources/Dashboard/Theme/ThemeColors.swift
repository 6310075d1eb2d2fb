import Apixo
import Terminal

/// The colour names of a theme file, and the reader of its `"white on slate bold"`.
struct ThemeColors {
    private var colors: [String: Color] = [:]

    init(_ section: TOMLSection?) throws(FileError) {
        guard let section else { return }
        for name in section.keys {
            guard let text = try section.string(name) else { continue }
            guard let color = Color(text: text) else {
                throw section.error(name, "\"\(text)\" is no colour; write #rrggbb, 0 to 255, red")
            }
            colors[name] = color
        }
    }

    /// What the file says of `role`; what it leaves out is as in `base`.
    func style(of role: Role, in roles: TOMLSection, over base: Style) throws(FileError) -> Style {
        guard let text = try roles.string(role.rawValue) else { return base }
        var style = Style(foreground: base.foreground, background: base.background)
        var isBackground = false
        for word in text.split(separator: " ").map(String.init) {
            if word == "on" {
                isBackground = true
            } else if let attribute = attribute(word) {
                style.attributes.insert(attribute)
            } else if let color = colors[word] ?? Color(text: word) {
                if isBackground { style.background = color } else { style.foreground = color }
            } else {
                throw roles.error(role.rawValue, "\"\(word)\" is no colour and no attribute")
            }
        }
        return style
    }

    private func attribute(_ word: String) -> Style.Attributes? {
        switch word {
        case "bold": .bold
        case "dim": .dim
        case "italic": .italic
        case "underline": .underline
        case "reverse": .reverse
        default: nil
        }
    }
}
