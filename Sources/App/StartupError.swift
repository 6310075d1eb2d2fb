import Coordination

/// Why the program cannot begin, or cannot have what it was told about.
public enum StartupError: Error {
    /// An argument, a variable or a file says what cannot be.
    case usage(String)
    /// No key, or one that cannot be used.
    case noKey(String)
    case journal(JournalError)
}
