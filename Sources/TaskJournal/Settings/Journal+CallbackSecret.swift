import Apixo
import Coordination

extension Journal {
    /// What the address that the service calls ends with; made once, so that URLs handed out live on.
    package func callbackSecret() throws(JournalError) -> String {
        let fresh = (0..<4).map { _ in UInt32.random(in: 0...UInt32.max).hex(8) }.joined()
        return try agree(on: "callbackSecret", fresh)
    }
}
