import Apixo
import Tasks
import Terminal
import Testing

@testable import Dashboard

@Suite struct NumberTests {
    /// A desk on a model with one field, an integer.
    private func desk(_ rule: String) throws -> Desk {
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
        var desk = Desk.make()
        let model = try Model(text: text, file: "own.toml")
        desk.state.compose = Compose(catalog: Catalog(models: [model]))
        desk.state.focus = .compose
        desk.state.compose.go(to: .input("seed"))
        return desk
    }

    private func seed(_ desk: Desk) -> FieldValue? { desk.state.compose.draft.values["seed"] }

    @Test func aNumberTakesAllDigitsOfItsRange() throws {
        var desk = try desk("range = [0, 1000000000]")
        desk.type("1000000000")
        #expect(seed(desk) == .integer(1_000_000_000))
        desk.type("1")
        #expect(seed(desk) == .integer(1_000_000_000))
    }

    @Test func aRangeBelowZeroTakesAMinus() throws {
        var desk = try desk("range = [-1, 100]")
        desk.type("-")
        #expect(desk.text.contains("‹ - ›"))
        desk.type("1")
        #expect(seed(desk) == .integer(-1))
        desk.press("Backspace", "Backspace")
        #expect(seed(desk) == nil)
        desk.type("12-")
        #expect(seed(desk) == .integer(-12))
        desk.type("-")
        #expect(seed(desk) == .integer(12))
    }

    @Test func aRangeFromZeroOnStepsDownWithAMinus() throws {
        var desk = try desk("range = [0, 100]")
        desk.type("42-")
        #expect(seed(desk) == .integer(41))
    }

    @Test func moreThanAnIntegerHoldsIsNotTaken() throws {
        var desk = try desk("values = [1, \(Int.max)]")
        desk.type("9999999999999999999")
        #expect(seed(desk) == .integer(999_999_999_999_999_999))
    }
}
