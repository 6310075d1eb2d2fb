import Curses
import Tasks

/// The dashboard in the terminal the program runs in.
public struct DashboardRun {
    private let settings: Settings
    private let theme: String?
    private let isASCII: Bool
    private let tell: @Sendable (String) -> Void

    /// - Parameters:
    ///   - theme: As an argument named it.
    ///   - tell: Says something on standard error.
    public init(
        _ settings: Settings,
        theme: String?,
        isASCII: Bool,
        tell: @escaping @Sendable (String) -> Void,
    ) {
        self.settings = settings
        self.theme = theme
        self.isASCII = isASCII
        self.tell = tell
    }

    /// - Returns: What has become of the requests whose answers came after the terminal was given
    ///   back.
    public func run() throws(StartupError) -> [TaskDetail] {
        try settings.checkKey()
        let theme = try settings.theme(named: theme)
        _ = try settings.network()
        let journal = try settings.journal { tell("apixo: \($0)") }
        let wake: WakePipe
        let screen: CursesScreen
        do throws(ScreenError) {
            wake = try WakePipe()
            screen = try CursesScreen(
                wake: wake,
                options: ScreenOptions(lines: isASCII ? .ascii : .automatic),
            )
        } catch {
            throw .usage("\(error); apixo tasks and apixo submit work without a screen")
        }
        defer { screen.close() }
        let session = try DashboardSession(
            settings,
            theme: theme,
            journal: journal,
            screen: screen,
            ring: wake.ring,
            tell: tell,
        )
        return session.run()
    }
}
