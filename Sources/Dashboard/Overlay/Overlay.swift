import Apixo
import Tasks

/// What lies over the panes and takes the keys.
enum Overlay: Sendable {
    case help(scroll: Int)
    case notices(scroll: Int)
    case menu(Menu)
    case question(Question)
    case box(InputBox)
}

/// A list to choose from.
struct Menu: Sendable {
    enum Pick: Sendable {
        case value(FieldValue?, at: Slot)
        case copy(String, what: String)
        case markLost(TaskNumber)
        case sendAgain(TaskNumber)
        case attach(TaskNumber)
        case attachFound(TaskNumber, TaskID)
    }

    struct Item: Sendable {
        var label: String
        /// Beside the label, quieter.
        var note = ""
        /// A key that takes the item at once.
        var letter: Character?
        var pick: Pick
    }

    var title: String
    var items: [Item]
    var selected = 0
    /// The field it belongs to; nil puts it in the middle.
    var slot: Slot?

    var item: Item? { items.indices.contains(selected) ? items[selected] : nil }

    mutating func move(_ movement: Movement) {
        let place = selected + movement.rows(page: 10, of: items.count)
        selected = max(0, min(place, items.count - 1))
    }
}

/// Something that is done only after a yes.
struct Question: Sendable {
    enum Answer: Sendable {
        case send(GenerateRequest)
        case remove(TaskNumber)
        case markLost(TaskNumber)
        case repeatRequest(TaskNumber)
        case confirm(TaskNumber)
    }

    var title: String
    var text: String
    var yes: Answer
    /// Since when it stands; a key that was on its way then was not meant for it.
    var shownAt: Timestamp?
    /// An answer came among other keys, and was not taken.
    var wasHurried = false
}

extension Question {
    static let hurried = "Not accepted: several keys came at once. Press y alone."
}

/// A question for a text.
struct InputBox: Sendable {
    var title: String
    var text: String
    var editor = TextEditor()
    var task: TaskNumber
}
