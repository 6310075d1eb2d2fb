extension TextEditor {
    mutating func insert(_ text: String) {
        let room = max(0, Self.limit - count)
        let new = Array(Self.readable(text).prefix(room))
        replace(cursor..<cursor, with: new)
    }

    mutating func apply(_ command: EditCommand) {
        goalColumn = nil
        switch command {
        case .left: move(to: cursor - 1)
        case .right: move(to: cursor + 1)
        case .wordLeft: move(to: wordStart(before: cursor))
        case .wordRight: move(to: wordEnd(after: cursor))
        case .lineStart: move(to: lineStart)
        case .lineEnd: move(to: lineEnd)
        case .textStart: move(to: 0)
        case .textEnd: move(to: count)
        case .deleteBack: replace(max(0, cursor - 1)..<cursor, with: [])
        case .deleteForward: replace(cursor..<min(count, cursor + 1), with: [])
        case .deleteWord: replace(wordStart(before: cursor)..<cursor, with: [])
        case .deleteToStart: replace(lineStart..<cursor, with: [])
        case .deleteToEnd: deleteToEnd()
        case .undo: undo()
        case .redo: redo()
        }
    }

    mutating func move(to place: Int) {
        cursor = min(max(0, place), count)
        history.close()
    }

    /// Changes text and cursor, and notes it for undo.
    mutating func replace(_ range: Range<Int>, with new: [Character]) {
        guard !range.isEmpty || !new.isEmpty else { return }
        goalColumn = nil
        let removed = Array(characters[range])
        history.note(.init(place: range.lowerBound, removed: removed, inserted: new))
        cursor = range.lowerBound + new.count
        splice(range, with: new)
    }

    /// At the end of a line the line below comes up.
    private mutating func deleteToEnd() {
        let end = lineEnd == cursor ? min(count, cursor + 1) : lineEnd
        replace(cursor..<end, with: [])
    }

    private mutating func undo() {
        guard let edit = history.undo() else { return }
        put(edit.removed, inPlaceOf: edit.inserted, at: edit.place)
    }

    private mutating func redo() {
        guard let edit = history.redo() else { return }
        put(edit.inserted, inPlaceOf: edit.removed, at: edit.place)
    }

    private mutating func put(_ new: [Character], inPlaceOf old: [Character], at place: Int) {
        // Marks that joined their letter make a text shorter than the edits say.
        let start = min(place, count)
        let end = min(start + old.count, count)
        cursor = start + new.count
        splice(start..<end, with: new)
        cursor = min(cursor, count)
    }
}

extension TextEditor {
    var lineStart: Int { (characters[..<cursor].lastIndex(of: "\n") ?? -1) + 1 }
    var lineEnd: Int { characters[cursor...].firstIndex(of: "\n") ?? count }

    /// The line the cursor stands in, without its end.
    var line: Range<Int> { lineStart..<lineEnd }

    func wordStart(before place: Int) -> Int {
        var place = place
        while place > 0, !characters[place - 1].isWordPart { place -= 1 }
        while place > 0, characters[place - 1].isWordPart { place -= 1 }
        return place
    }

    func wordEnd(after place: Int) -> Int {
        var place = place
        while place < count, !characters[place].isWordPart { place += 1 }
        while place < count, characters[place].isWordPart { place += 1 }
        return place
    }
}

extension Character {
    fileprivate var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
