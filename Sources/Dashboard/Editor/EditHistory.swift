/// What can be undone and done again.
struct EditHistory: Sendable, Hashable {
    /// `removed` stood at `place` and became `inserted`.
    struct Edit: Sendable, Hashable {
        var place: Int
        var removed: [Character]
        var inserted: [Character]
    }

    private static let limit = 500
    private(set) var done: [Edit] = []
    private(set) var undone: [Edit] = []
    /// Typing goes on in the last edit until something else happens.
    private var isOpen = false

    mutating func note(_ edit: Edit) {
        undone = []
        if isOpen, let last = done.last, let joined = last.followed(by: edit) {
            done[done.count - 1] = joined
        } else {
            done.append(edit)
            if done.count > Self.limit { done.removeFirst() }
        }
        isOpen = edit.inserted.count == 1 && edit.removed.isEmpty
    }

    mutating func close() { isOpen = false }

    mutating func undo() -> Edit? {
        isOpen = false
        guard let edit = done.popLast() else { return nil }
        undone.append(edit)
        return edit
    }

    mutating func redo() -> Edit? {
        guard let edit = undone.popLast() else { return nil }
        done.append(edit)
        return edit
    }
}

extension EditHistory.Edit {
    /// One edit for both, when the other goes on typing the same word.
    fileprivate func followed(by other: Self) -> Self? {
        guard other.removed.isEmpty, other.inserted.count == 1, removed.isEmpty,
            place + inserted.count == other.place, other.inserted != ["\n"]
        else { return nil }
        let startsWord = inserted.last == " " && other.inserted != [" "]
        guard !startsWord else { return nil }
        return Self(place: place, removed: [], inserted: inserted + other.inserted)
    }
}
