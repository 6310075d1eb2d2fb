import FoundationEssentials

/// Where the service is reached.
public struct Endpoint: Sendable, Hashable {
    public static let standard = "https://api.apixo.ai/api/v1"

    /// The base address with `/api/v1` and without a slash at the end.
    public let base: String
    public let host: String
    public let isLoopback: Bool

    /// Takes the address with or without `/api/v1`; plain http is for loopback only.
    public init(_ text: String) throws(EndpointError) {
        let url: WebURL
        do throws(WebURLError) {
            url = try WebURL(checking: text)
        } catch {
            throw .notAnAddress(text, reason: error)
        }
        guard !text.utf8.contains(where: "@?#".utf8.contains) else {
            throw .notAnAddress(text, reason: .notWeb)
        }
        guard url.isSecure || url.isLoopback else { throw .notSecure(text) }
        var base = text
        while base.hasSuffix("/") { base.removeLast() }
        self.base = base.hasSuffix("/api/v1") ? base : base + "/api/v1"
        host = url.port.map { "\(url.host):\($0)" } ?? url.host
        isLoopback = url.isLoopback
    }

    /// `POST`, with a request as body.
    public func generateTask(_ model: ModelID) -> String {
        "\(base)/generateTask/\(model.rawValue.percentEncoded)"
    }

    /// `GET`; the model must be the one the task was made with.
    public func statusTask(_ model: ModelID, _ id: TaskID) -> String {
        "\(base)/statusTask/\(model.rawValue.percentEncoded)?taskId=\(id.rawValue.percentEncoded)"
    }

    public var currentBalance: String { "\(base)/apikeys/current-balance" }
}

public enum EndpointError: Error, Sendable, Hashable, CustomStringConvertible {
    case notAnAddress(String, reason: WebURLError)
    case notSecure(String)

    public var description: String {
        switch self {
        case .notAnAddress(_, .credentials):
            "the base URL cannot be used: \(WebURLError.credentials); set the key with apixo login"
        case .notAnAddress(let text, .notWeb):
            "the base URL \"\(text)\" is not an address such as \(Endpoint.standard)"
        case .notAnAddress(let text, let reason):
            "the base URL \"\(text)\" cannot be used: \(reason)"
        case .notSecure(let text):
            "the base URL \"\(text)\" would send the key in the clear; use https:// (http:// is for loopback only)"
        }
    }
}

extension String {
    /// Every byte but letters, digits and `-._~` as `%XX`.
    fileprivate var percentEncoded: String {
        utf8.reduce(into: "") { result, byte in
            if byte.isLetterOrDigit || "-._~".utf8.contains(byte) {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                result += "%" + byte.hex(2, uppercase: true)
            }
        }
    }
}
