import Terminal
import Testing

struct ColorTests {
    @Test(arguments: [
        ("terminal", Color.terminal), ("#ff80C0", .rgb(255, 128, 192)),
        ("0", .indexed(0)), ("255", .indexed(255)), ("red", .indexed(1)),
        ("bright-black", .indexed(8)), ("bright-white", .indexed(15)),
    ])
    func aColourIsReadAsThemesWriteIt(text: String, color: Color) {
        #expect(Color(text: text) == color)
    }

    @Test(arguments: ["", "256", "-1", "+5", "#fff", "#12345g", "#+12345", "Red", "bright-", "٣"])
    func whatIsNoColourIsRefused(text: String) {
        #expect(Color(text: text) == nil)
    }

    @Test(arguments: [
        (Color.rgb(255, 0, 0), Color.indexed(196)), (.rgb(95, 135, 175), .indexed(67)),
        (.rgb(18, 18, 18), .indexed(233)), (.rgb(250, 250, 250), .indexed(231)),
        (.indexed(1), .indexed(1)), (.terminal, .terminal),
    ])
    func aColourGoesToTheNearestOf256(color: Color, nearest: Color) {
        #expect(color.projected(to: .indexed) == nearest)
    }

    @Test(arguments: [
        (Color.rgb(250, 10, 10), Color.indexed(9)), (.rgb(0, 0, 0), .indexed(0)),
        (.indexed(196), .indexed(9)), (.indexed(7), .indexed(7)), (.terminal, .terminal),
        (.indexed(244), .indexed(8)),
    ])
    func aColourGoesToTheNearestOf16(color: Color, nearest: Color) {
        #expect(color.projected(to: .sixteen) == nearest)
    }

    @Test(arguments: [Color.rgb(1, 2, 3), .indexed(4), .terminal])
    func withoutColoursThereIsTheTerminals(color: Color) {
        #expect(color.projected(to: .none) == .terminal)
    }
}
