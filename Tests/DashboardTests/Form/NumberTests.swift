import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

@Suite struct NumberTests {
    /// A dashboard on a model with one field, an integer.
    private func dashboard(_ rule: String) throws -> DashboardHarness {
        let text = """
            id = "own"
            [limits]
            requests_per_minute = 10
            tasks_at_once = 2
            [looks]
            first_after = 1
            every = 1
            park_after = 100
            [[field]]
            name = "seed"
            kind = "integer"
            help = "Any."
            \(rule)
            """
        var dashboard = DashboardHarness.make()
        let model = try Model(text: text, file: "own.toml")
        dashboard.state.compose = Compose(catalog: Catalog(models: [model]))
        dashboard.state.focus = .compose
        dashboard.state.compose.go(to: .input("seed"))
        return dashboard
    }

    private func seed(_ dashboard: DashboardHarness) -> FieldValue? {
        dashboard.state.compose.draft.values["seed"]
    }

    @Test func aNumberTakesAllDigitsOfItsRange() throws {
        var dashboard = try dashboard("range = [0, 1000000000]")
        dashboard.type("1000000000")
        #expect(seed(dashboard) == .integer(1_000_000_000))
        dashboard.type("1")
        #expect(seed(dashboard) == .integer(1_000_000_000))
    }

    @Test func aRangeBelowZeroTakesAMinus() throws {
        var dashboard = try dashboard("range = [-1, 100]")
        dashboard.type("-")
        #expect(dashboard.text.contains("‹ - ›"))
        dashboard.type("1")
        #expect(seed(dashboard) == .integer(-1))
        dashboard.press("Backspace", "Backspace")
        #expect(seed(dashboard) == nil)
        dashboard.type("12-")
        #expect(seed(dashboard) == .integer(-12))
        dashboard.type("-")
        #expect(seed(dashboard) == .integer(12))
    }

    @Test func aRangeFromZeroOnStepsDownWithAMinus() throws {
        var dashboard = try dashboard("range = [0, 100]")
        dashboard.type("42-")
        #expect(seed(dashboard) == .integer(41))
    }

    @Test func moreThanAnIntegerHoldsIsNotTaken() throws {
        var dashboard = try dashboard("values = [1, \(Int.max)]")
        dashboard.type("9999999999999999999")
        #expect(seed(dashboard) == .integer(999_999_999_999_999_999))
    }
}
