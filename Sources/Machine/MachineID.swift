import Crypto
import FoundationEssentials

/// Tells this machine from others.
package enum MachineID {
    /// Nil where it has no name, as in many containers. Its own is confidential, so it is digested.
    package static let text: String? = {
        let bytes = try? String(contentsOfFile: "/etc/machine-id", encoding: .utf8)
        guard let id = bytes?.split(whereSeparator: \.isWhitespace).first else { return nil }
        let digest = SHA256.hash(data: Array("apixo \(id)".utf8))
        // Without zeros: so it stands in the journals that there are.
        return digest.prefix(8).map { String($0, radix: 16) }.joined()
    }()
}
