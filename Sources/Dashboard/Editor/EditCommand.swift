/// What a key can ask of a text under the cursor.
enum EditCommand: Sendable, Hashable, CaseIterable {
    case left, right, wordLeft, wordRight
    case lineStart, lineEnd, textStart, textEnd
    case deleteBack, deleteForward, deleteWord, deleteToStart, deleteToEnd
    case undo, redo
}
