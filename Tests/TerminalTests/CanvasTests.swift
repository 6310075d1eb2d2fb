import Terminal
import Testing

private func canvas(_ columns: Int, _ rows: Int = 1) -> Canvas {
    Canvas(size: Size(columns: columns, rows: rows))
}

private let origin = Position(column: 0, row: 0)

struct CanvasTests {
    @Test func textStandsWhereItWasWritten() {
        var canvas = canvas(8, 2)
        let used = canvas.write("abc", at: Position(column: 2, row: 1), style: .plain)
        #expect(used == 3)
        #expect(canvas.lines == ["", "  abc"])
    }

    @Test func textLongerThanItsColumnsEndsInAnEllipsis() {
        var canvas = canvas(10)
        #expect(canvas.write("seedream", at: origin, style: .plain, columns: 5) == 5)
        #expect(canvas.lines == ["seed…"])
    }

    @Test func textThatFitsExactlyIsNotCut() {
        var canvas = canvas(10)
        #expect(canvas.write("caf\u{E9} cafe\u{301}", at: origin, style: .plain, columns: 9) == 9)
        #expect(canvas.lines == ["café cafe\u{301}"])
    }

    @Test(arguments: [
        (0, ""), (1, "…"), (2, "…"), (3, "猫…"), (4, "猫…"), (5, "猫猫…"), (6, "猫猫猫"), (7, "猫猫猫"),
    ])
    func aWideCharacterIsNeverHalved(columns: Int, line: String) {
        var canvas = canvas(10)
        canvas.write("猫猫猫", at: origin, style: .plain, columns: columns)
        #expect(canvas.lines == [line])
    }

    @Test func textAtTheEdgeStopsWithoutAnEllipsis() {
        var canvas = canvas(5)
        #expect(canvas.write("abcdefgh", at: Position(column: 2, row: 0), style: .plain) == 3)
        #expect(canvas.lines == ["  abc"])
    }

    @Test func aWideCharacterAtTheEdgeIsABlank() {
        var canvas = canvas(3)
        #expect(canvas.write("猫猫", at: origin, style: .plain) == 3)
        #expect(canvas.lines == ["猫"])
    }

    @Test func whatLiesOffTheCanvasIsNotDrawn() {
        var canvas = canvas(4, 2)
        canvas.write("abcdef", at: Position(column: -2, row: 0), style: .plain, columns: 6)
        canvas.write("猫x", at: Position(column: -1, row: 1), style: .plain)
        canvas.write("no", at: Position(column: 0, row: -1), style: .plain)
        canvas.write("no", at: Position(column: 0, row: 2), style: .plain)
        canvas.write("no", at: Position(column: 9, row: 0), style: .plain)
        #expect(canvas.lines == ["cdef", " x"])
    }

    @Test func drawingOverHalfAWideCharacterBlanksTheOtherHalf() {
        var canvas = canvas(6)
        canvas.write("猫猫猫", at: origin, style: .plain)
        canvas.write("x", at: Position(column: 1, row: 0), style: .plain)
        canvas.write("y", at: Position(column: 4, row: 0), style: .plain)
        #expect(canvas.lines == [" x猫y"])
        canvas.write("犬", at: Position(column: 1, row: 0), style: .plain)
        #expect(canvas.lines == [" 犬 y"])
    }

    @Test func aMarkStaysInTheCellOfItsCharacter() {
        var canvas = canvas(4)
        canvas.write("\u{301}e\u{301}\u{302}\u{303}\u{304}x", at: origin, style: .plain)
        #expect(canvas.lines == ["e\u{301}\u{302}x"])
        #expect(canvas[Position(column: 1, row: 0)].text == "x")
    }

    @Test func aBoxHasRoundedCornersAndATitle() {
        var canvas = canvas(14, 3)
        canvas.box(Rect(canvas.size), style: .plain, title: "Tasks")
        #expect(canvas.lines == ["╭─ Tasks ────╮", "│            │", "╰────────────╯"])
    }

    @Test func aTitleTooLongForItsBoxIsCut() {
        var canvas = canvas(10, 2)
        canvas.box(Rect(canvas.size), style: .plain, title: "Everything")
        #expect(canvas.lines == ["╭─ Eve… ─╮", "╰────────╯"])
    }

    @Test(arguments: 0...4, 0...4)
    func aBoxOfAnySizeStaysOnTheCanvas(columns: Int, rows: Int) {
        var canvas = canvas(3, 3)
        let rect = Rect(column: 1, row: -1, columns: columns, rows: rows)
        canvas.box(rect, style: .plain, title: "title")
        canvas.fill(rect, with: "猫", style: .plain)
        canvas.restyle(rect) { $0.attributes.insert(.bold) }
        #expect(canvas.lines.count == 3)
    }

    @Test func aBlockIsFilledAndRestyled() {
        var canvas = canvas(4, 2)
        canvas.fill(Rect(column: 1, row: 0, columns: 9, rows: 9), with: "x", style: .plain)
        canvas.restyle(Rect(column: 0, row: 1, columns: 2, rows: 1)) { $0.attributes = .reverse }
        #expect(canvas.lines == [" xxx", " xxx"])
        #expect(canvas[Position(column: 1, row: 1)].style.attributes == .reverse)
        #expect(canvas[Position(column: 2, row: 1)].style == .plain)
    }

    @Test func aWideFillLeavesNoHalf() {
        var canvas = canvas(5)
        canvas.fill(Rect(canvas.size), with: "猫", style: .plain)
        #expect(canvas.lines == ["猫猫"])
    }

    @Test func outsideTheCanvasThereAreBlanks() {
        #expect(canvas(2)[Position(column: -1, row: 5)].text == " ")
    }
}
