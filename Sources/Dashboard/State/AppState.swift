import Apixo
import Tasks
import Terminal

/// Everything the screen shows, as one value.
public struct AppState: Sendable {
    public internal(set) var environment: AppEnvironment
    public internal(set) var size: Size
    var focus: Pane
    var overlay: Overlay?
    var pace = KeyPace()
    var compose: Compose
    var table = TaskTable()
    var detail = DetailPane()
    var status = EngineStatus()
    var balance: Balance?
    /// Sent today or queued; told while there are caps.
    var spending = Spending()
    var isLeader = true
    /// When the requests left whose answers have not come.
    var asked: [TaskNumber: Timestamp] = [:]
    var notices = NoticeLog()
    /// Results that are not on this machine yet, as far as they need care.
    var unsaved: [FileID: ResultFile] = [:]
    let keymap = Keymap.standard
    /// What to load before anything has happened.
    public private(set) var startEffects: [Effect] = []

    public init(environment: AppEnvironment, size: Size, now: Timestamp) {
        self.environment = environment
        self.size = size
        compose = Compose(catalog: environment.catalog, callbackURL: environment.callbackURL)
        focus = .tasks
        startEffects = table.load(.top, at: now)
        if let fault = environment.catalog.errors.first {
            let others = environment.catalog.errors.count - 1
            let more = others > 0 ? " (and \(others) more)" : ""
            notify("\(fault)\(more)", .error, at: now)
        }
    }

    var layout: Layout { Layout(size: size, focus: focus) }

    var context: Context {
        switch overlay {
        case .help?, .notices?: .help
        case .menu?: .menu
        case .question?: .question
        case .box?: .box
        case nil: paneContext
        }
    }

    private var paneContext: Context {
        switch focus {
        case .tasks: table.editor == nil ? .tasks : .filter
        case .detail: .detail
        case .compose: compose.context
        }
    }
}

extension Compose {
    var context: Context {
        switch field.control {
        case .choice: .choice
        case .toggle: .toggle
        case .number: .number
        case .button: .button
        case .prompt: isTyping ? .prompt : .form
        case .line: isTyping ? .line : .form
        case .list: isTyping ? .list : .form
        }
    }
}

extension AppState {
    mutating func notify(
        _ text: String,
        _ severity: Notice.Severity = .plain,
        at now: Timestamp,
    ) {
        notify(Notice(text, severity: severity), at: now)
    }

    mutating func notify(_ notice: Notice, at now: Timestamp) { notices.add(notice, at: now) }
}
