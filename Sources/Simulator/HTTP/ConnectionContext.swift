import Hummingbird
import NIOCore

/// Keeps hold of the connection, so that it can be closed without an answer.
struct ConnectionContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }
}

/// Ends an exchange whose connection is gone on purpose.
struct ConnectionClosed: Error {}
