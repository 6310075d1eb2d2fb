import Glibc
import NIOCore
import Testing

@testable import Worker

struct TransportErrorTests {
    /// The words under which the library reports what it met while it connected.
    @Test(arguments: [
        "connect(descriptor:addr:size:)", "socket(domain:type:protocolSubtype:)",
        "finishing a non-blocking connect failed",
    ])
    func whatFailedBeforeAConnectionWasNotSent(call: String) {
        let error = IOError(errnoCode: EHOSTUNREACH, reason: call)
        #expect(TransportError(error) == .notSent("no route to host"))
    }

    /// The same number may end a connection that stood.
    @Test(arguments: ["read(descriptor:pointer:size:)", "connection reset (error set)"])
    func whatMayHaveStoodIsLostUnlessItIsKnownThatItDidNot(call: String) {
        let error = IOError(errnoCode: EHOSTUNREACH, reason: call)
        #expect(TransportError(error) == .lost("no answer: no route to host"))
        #expect(TransportError(error, stood: false) == .notSent("no answer: no route to host"))
    }
}
