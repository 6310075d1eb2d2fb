import Glibc
import Synchronization

/// The key that came in the environment, taken out of it before anything else is done: no child
/// inherits it, and `/proc` shows it no more.
enum EnvironmentKey {
    private static let taken = Mutex<String?>(nil)

    static var text: String? { taken.withLock { $0 } }

    /// To be called while the program has one thread; nothing else may read the environment then.
    static func take() {
        guard let value = getenv("APIXO_API_KEY") else { return }
        taken.withLock { $0 = String(cString: value) }
        // The kernel shows this very memory.
        memset(value, 0, strlen(value))
        unsetenv("APIXO_API_KEY")
    }
}
