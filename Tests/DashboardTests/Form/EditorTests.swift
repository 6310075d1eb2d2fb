import Testing

@testable import Dashboard

@Suite struct EditorTests {
    @Test func textGoesInWhereTheCursorStands() {
        var editor = TextEditor("ad")
        editor.apply(.left)
        editor.insert("bc")
        #expect(editor.text == "abcd")
        #expect(editor.cursor == 3)
    }

    @Test func wordsAreSkippedAndDeleted() {
        var editor = TextEditor("one two, three")
        editor.apply(.wordLeft)
        #expect(editor.cursor == 9)
        editor.apply(.deleteWord)
        #expect(editor.text == "one three")
        editor.apply(.wordRight)
        #expect(editor.cursor == editor.count)
    }

    @Test func linesAreDeletedToTheirEnds() {
        var editor = TextEditor("first\nsecond")
        editor.move(to: 8)
        editor.apply(.deleteToEnd)
        #expect(editor.text == "first\nse")
        editor.apply(.deleteToStart)
        #expect(editor.text == "first\n")
        editor.apply(.deleteBack)
        #expect(editor.text == "first")
    }

    @Test func typingIsUndoneWordByWord() {
        var editor = TextEditor()
        for character in "a calm sea" { editor.insert(String(character)) }
        editor.apply(.undo)
        #expect(editor.text == "a calm ")
        editor.apply(.undo)
        #expect(editor.text == "a ")
        editor.apply(.redo)
        editor.apply(.redo)
        #expect(editor.text == "a calm sea")
    }

    @Test func aDeletedLineComesBack() {
        var editor = TextEditor("keep me")
        editor.apply(.deleteToStart)
        #expect(editor.isEmpty)
        editor.apply(.undo)
        #expect(editor.text == "keep me")
    }

    @Test func aMarkJoinsTheLetterBeforeIt() {
        var editor = TextEditor("e")
        editor.insert("\u{301}")
        #expect(editor.count == 1)
        #expect(editor.cursor == 1)
        editor.apply(.deleteBack)
        #expect(editor.isEmpty)
    }

    @Test func controlsAreNotTakenIn() {
        var editor = TextEditor()
        editor.insert("a\u{1B}[31mb\r\nc\td\u{7}")
        #expect(editor.text == "a[31mb\nc d")
    }

    @Test func rowsBreakBetweenWords() {
        let rows = TextRows(TextEditor("the quick brown fox"), columns: 11)
        #expect((0..<rows.rows.count).map(rows.text) == ["the quick ", "brown fox"])
        #expect(rows.cursor == (1, 9))
    }

    @Test func aWordLongerThanARowIsBroken() {
        let rows = TextRows(TextEditor("abcdefghij"), columns: 5)
        #expect((0..<rows.rows.count).map(rows.text) == ["abcd", "efgh", "ij"])
    }

    @Test func wideCharactersTakeTwoColumns() {
        let rows = TextRows(TextEditor("猫猫猫"), columns: 5)
        #expect(rows.rows.count == 2)
        #expect(rows.cursor == (1, 2))
    }

    @Test func movingDownKeepsTheColumn() {
        var editor = TextEditor("a long line\nab\nanother line")
        editor.move(to: 8)
        _ = editor.moveVertically(by: 1, columns: 40)
        #expect(editor.cursor == 14)
        _ = editor.moveVertically(by: 1, columns: 40)
        #expect(editor.cursor == 15 + 8)
        let isMoved = editor.moveVertically(by: 1, columns: 40)
        #expect(!isMoved)
    }

    @Test func theCursorStaysInSight() {
        var editor = TextEditor((1...20).map(String.init).joined(separator: "\n"))
        editor.reveal(columns: 20, rows: 5)
        #expect(editor.scroll == 15)
        editor.apply(.textStart)
        editor.reveal(columns: 20, rows: 5)
        #expect(editor.scroll == 0)
    }
}
