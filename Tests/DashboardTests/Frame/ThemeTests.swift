import Apixo
import Terminal
import Testing

@testable import Dashboard

@Suite struct ThemeTests {
    @Test(arguments: Theme.names) func aBuiltInThemeNamesEveryRole(name: String) throws {
        let theme = try #require(try Theme.builtIn(named: name))
        for role in Role.allCases where role != .text {
            let isPlainRole = [.value, .value].contains(role)
            #expect(theme[role] != theme[.text] || isPlainRole, "\(role) looks like text")
        }
    }

    @Test(arguments: Theme.names) func aSelectionShowsWithoutColours(name: String) throws {
        let theme = try #require(try Theme.builtIn(named: name))
        for role in [Role.tableSelected, .tableSelectedBlurred, .overlaySelected, .valueFocused] {
            #expect(theme[role].attributes.contains(.reverse))
        }
    }

    @Test(arguments: Theme.names) func everyTextCanBeReadInSixteenColours(name: String) throws {
        let theme = try #require(try Theme.builtIn(named: name))
        for depth in [ColorDepth.indexed, .sixteen] {
            for role in Role.allCases where ![.border, .barRest, .footerDisabled].contains(role) {
                let style = theme[role]
                let foreground = style.foreground.projected(to: depth)
                #expect(foreground != style.background.projected(to: depth), "\(role) \(depth)")
            }
        }
    }

    @Test func aFaultNamesFileLineAndReason() {
        let text = "[palette]\nnight = \"#000000\"\n\n[roles]\ntext = \"white on nigt\"\n"
        #expect(throws: FileError.self) { try Theme(text: text, file: "my.toml") }
        do {
            _ = try Theme(text: text, file: "my.toml")
        } catch {
            #expect(error.line == 5)
            #expect("\(error)".contains("my.toml:5: "))
            #expect("\(error)".contains("\"nigt\" is no colour and no attribute"))
        }
    }

    @Test func aStrangeRoleIsRefused() {
        let text = "[roles]\ntext = \"white on black\"\ntabel = \"red\"\n"
        #expect(throws: FileError.self) { try Theme(text: text, file: "my.toml") }
    }

    @Test func whatAThemeLeavesOutLooksLikeText() throws {
        let theme = try Theme(text: "[roles]\ntext = \"red on terminal\"\n", file: "my.toml")
        #expect(theme[.tableHeader].foreground == .indexed(1))
        #expect(theme[.tableHeader].background == .terminal)
    }

    @Test func anUnknownNameIsNoTheme() throws {
        #expect(try Theme.builtIn(named: "neon") == nil)
    }
}
