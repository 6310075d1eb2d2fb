/// Why there is no screen.
public enum ScreenError: Error, Hashable, Sendable {
    /// Input or output is a file or a pipe.
    case noTerminal
    /// TERM names a terminal that cannot place a cursor.
    case tooSimple(terminal: String)
    /// No terminal of these names is described on this machine.
    case unknown(terminals: [String])
    case refused(call: String, code: Int32)
}

extension ScreenError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noTerminal: "standard input and output are not a terminal"
        case .tooSimple(let name): "the terminal \"\(name)\" (TERM) cannot show a full screen"
        case .unknown(let names):
            "no terminal description found for \(names.joined(separator: ", ")) (TERM)"
        case .refused(let call, let code): "\(call) failed with error \(code)"
        }
    }
}
