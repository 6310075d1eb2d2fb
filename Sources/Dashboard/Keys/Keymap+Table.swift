extension Keymap {
    static let standard = Keymap(sections: [compose, tasks, movement, text, program])

    private static let compose = Section(
        title: "Compose",
        bindings: [
            Binding("F5", .submit, .compose, "Send the request", hint: "send"),
            Binding("Enter", .submit, [.button], "Send the request"),
            Binding("Enter i", .startTyping, [.form], "Type into the field", hint: "type"),
            Binding("→ l +", .change(.next), .values, "Next value", hint: "change", hintKeys: "←→"),
            Binding("← h -", .change(.previous), .values, "Previous value"),
            Binding("Space Enter", .change(.next), [.toggle], "Next value"),
            Binding("Enter Space", .open, [.choice], "Open the list", hint: "list"),
            Binding("Del", .change(.clear), .values, "Back to the default", hint: "clear"),
            Binding("Backspace", .change(.clear), [.choice, .toggle], "Back to the default"),
            Binding("Backspace", .change(.deleteDigit), [.number], "Delete a digit"),
            Binding(
                "Tab",
                .moveInForm(.nextField),
                .compose,
                "Next field, then the tasks",
                hint: "next"
            ),
            Binding("Shift-Tab", .moveInForm(.previousField), .compose, "Previous field"),
            Binding("↓", .moveInForm(.fieldBelow), .fields.union([.line]), "Field below"),
            Binding("↑", .moveInForm(.fieldAbove), .fields.union([.line]), "Field above"),
            Binding("j", .moveInForm(.fieldBelow), .fields, "Field below"),
            Binding("k", .moveInForm(.fieldAbove), .fields, "Field above"),
            Binding("Enter", .moveInForm(.fieldBelow), [.number, .line], "Next field"),
        ],
    )

    private static let tasks = Section(
        title: "Tasks and Detail",
        bindings: [
            Binding("Enter", .open, [.tasks], "Read the detail", hint: "open"),
            Binding("n", .newRequest, .letters, "New request", hint: "new"),
            Binding(
                "u",
                .task(.resolve),
                .panes,
                "Resolve an unknown task",
                hint: "resolve"
            ),
            Binding(
                "o",
                .task(.confirm),
                .panes,
                "Send what waits for your yes",
                hint: "confirm"
            ),
            Binding("c", .resumeSending, .panes, "Resume the queues that are held", hint: "resume"),
            Binding("r", .task(.repeatRequest), .panes, "Repeat as a new draft", hint: "repeat"),
            Binding("y", .task(.copy), .panes, "Copy a URL, the taskId, curl", hint: "copy"),
            Binding("l", .task(.poll), .panes, "Poll now", hint: "poll"),
            Binding("d", .task(.download), .panes, "Download again", hint: "download"),
            Binding("x Del", .task(.remove), .panes, "Remove, or take back", hint: "remove"),
            Binding("/", .narrow(.text), .panes, "Filter by text", hint: "filter"),
            Binding("f", .narrow(.state), .panes, "Next state filter", hint: "state"),
            Binding("s", .narrow(.sort), .panes, "Next sort column", hint: "sort"),
            Binding("b", .refreshBalance, .panes, "Ask for the balance"),
        ],
    )

    private static let movement = Section(
        title: "Movement",
        bindings: [
            Binding("↓", .move(.down), [.menu, .help], "Down", hint: "move", hintKeys: "↑↓"),
            Binding("↓", .move(.down), [.tasks, .detail, .filter], "Down"),
            Binding("↑", .move(.up), .scrolling.union([.filter]), "Up"),
            Binding("j", .move(.down), .scrolling, "Down"),
            Binding("k", .move(.up), .scrolling, "Up"),
            Binding("PgDn Ctrl-f", .move(.pageDown), .scrolling, "Page down"),
            Binding("PgUp", .move(.pageUp), .scrolling, "Page up"),
            Binding("Ctrl-d", .move(.halfDown), .scrolling, "Half a page down"),
            Binding("Ctrl-u", .move(.halfUp), .scrolling, "Half a page up"),
            Binding("Home g", .move(.top), .scrolling, "To the top"),
            Binding("End G", .move(.bottom), .scrolling, "To the bottom"),
        ],
    )

    private static let text = Section(
        title: "Text",
        bindings: [
            Binding("Enter", .newline, .lines, "New line"),
            Binding("←", .edit(.left), .texts, "Left"),
            Binding("→", .edit(.right), .texts, "Right"),
            Binding("↑", .moveInForm(.lineUp), .lines, "Line up, then the field above"),
            Binding("↓", .moveInForm(.lineDown), .lines, "Line down, then the field below"),
            Binding("PgUp", .moveInForm(.pageUp), .lines, "Page up"),
            Binding("PgDn", .moveInForm(.pageDown), .lines, "Page down"),
            Binding("Ctrl-← Alt-b", .edit(.wordLeft), .texts, "Word left"),
            Binding("Ctrl-→ Alt-f", .edit(.wordRight), .texts, "Word right"),
            Binding("Home Ctrl-a", .edit(.lineStart), .texts, "Start of the line"),
            Binding("End Ctrl-e", .edit(.lineEnd), .texts, "End of the line"),
            Binding("Ctrl-Home", .edit(.textStart), .texts, "Start of the text"),
            Binding("Ctrl-End", .edit(.textEnd), .texts, "End of the text"),
            Binding("Backspace", .edit(.deleteBack), .texts, "Delete back"),
            Binding("Del Ctrl-d", .edit(.deleteForward), .texts, "Delete forward"),
            Binding("Ctrl-w", .edit(.deleteWord), .texts, "Delete the word before"),
            Binding("Ctrl-u", .edit(.deleteToStart), .texts, "Delete to the line's start"),
            Binding("Ctrl-k", .edit(.deleteToEnd), .texts, "Delete to the line's end"),
            Binding("Alt-u Ctrl-_", .edit(.undo), .texts, "Undo", hint: "undo"),
            Binding("Alt-r Ctrl-y", .edit(.redo), .texts, "Redo"),
        ],
    )

    private static let program = Section(
        title: "Program",
        bindings: [
            Binding("Enter", .accept, [.menu, .box], "Accept it", hint: "accept"),
            Binding("Enter", .accept, [.filter], "Keep the filter", hint: "keep"),
            Binding("Space", .accept, [.menu], "Accept it"),
            Binding("y Y", .accept, [.question], "Yes", hint: "yes"),
            Binding("n N", .decline, [.question], "No", hint: "no"),
            Binding("1", .focus(.compose), .digits, "Compose", hint: "compose"),
            Binding("2", .focus(.tasks), .digits, "Tasks", hint: "tasks"),
            Binding("3", .focus(.detail), .digits, "Detail", hint: "detail"),
            Binding("Tab", .nextPane, .panes, "Next pane"),
            Binding("Shift-Tab", .previousPane, .panes, "Previous pane"),
            Binding("Esc", .close, .leaving, "Leave the text, close what is open", hint: "back"),
            Binding("Esc", .close, [.filter, .tasks], "Show all tasks again", hint: "show all"),
            Binding("? F1", .help, .letters.union([.help]), "Every key", hint: "help"),
            Binding(
                "!",
                .notices,
                .letters.union([.help]),
                "Messages so far",
                hint: "messages"
            ),
            Binding("F1", .help, .texts, "Every key", hint: "help"),
            Binding("q", .close, [.help, .menu], "Close"),
            Binding("q", .quit, .letters, "Quit at once", hint: "quit"),
            Binding("Ctrl-c", .quit, .everywhere, "Quit from anywhere"),
            Binding("Ctrl-z", .suspend, .everywhere, "Suspend; fg brings it back"),
        ],
    )
}
