import Tasks
import Terminal

/// What the time around keys says about who pressed them.
///
/// A person reads a question and answers with one key. Where a terminal does not bracket a paste,
/// its text comes as keys, many at once or close together, and none of them may spend money.
struct KeyPace: Sendable {
    /// A key that decides about money, until it is sure that nothing follows it.
    struct Decision: Sendable {
        var command: KeyCommand
        var due: Timestamp
    }

    /// Seconds without another key before and after one that decides. The latter are not shorter, so
    /// that no key of an even stream finds both.
    static let quiet = 0.15
    /// Seconds for which a question must have stood: nobody reads faster.
    static let reading = 0.3

    var decision: Decision?
    private var last: Timestamp?

    mutating func note(_ now: Timestamp) { last = now }

    /// When it has been quiet for long enough.
    var quietAt: Timestamp? { last.map { $0 + Self.quiet } }
}

extension [Input] {
    /// Whether no more than one key or paste came in this read.
    var isOneKey: Bool { count(where: \.isTyped) <= 1 }
}

extension Input {
    fileprivate var isTyped: Bool {
        switch self {
        case .key, .paste: true
        case .pasteStalled, .pasteLeft, .resized, .resumed, .terminated: false
        }
    }
}
