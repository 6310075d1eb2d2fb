/// The account's key. It prints as dots, so that no log, frame or report can hold it by accident.
public struct APIKey: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    private let secret: String

    /// Nil for a text that cannot be a key: empty, or with anything but visible ASCII.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 4096,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        secret = text
    }

    /// The value of the `Authorization` header; the one place the key is spelled out.
    public var authorization: String { "Bearer \(secret)" }

    /// The bare key, for the key file alone.
    public var fileText: String { secret }

    public var description: String { "••••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
