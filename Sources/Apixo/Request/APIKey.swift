/// The account's key. It prints as dots, so that no log, frame or report can hold it by accident.
public struct APIKey: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    private let secret: String
    private let spellings: KeySpellings

    /// Nil for a text that cannot be a key: empty, or with anything but visible ASCII.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 4096,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        secret = text
        spellings = KeySpellings(of: text)
    }

    /// The value of the `Authorization` header; the one place the key is spelled out.
    public var authorization: String { "Bearer \(secret)" }

    /// The bare key, for the key file alone.
    public var fileText: String { secret }

    /// What a service answered, stars in place of the key in any spelling: an error message may well
    /// repeat it. A key of less than eight bytes is let through, for it may be a part of any word.
    public func redacting(_ bytes: [UInt8]) -> [UInt8] {
        secret.utf8.count < 8 ? bytes : spellings.starred(bytes)
    }

    public func redacting(_ text: String) -> String {
        String(decoding: redacting(Array(text.utf8)), as: UTF8.self)
    }

    public static func == (left: APIKey, right: APIKey) -> Bool { left.secret == right.secret }
    public func hash(into hasher: inout Hasher) { hasher.combine(secret) }

    public var description: String { "••••" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
