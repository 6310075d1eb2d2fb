import NIOCore
import Synchronization

/// The open connections of a server. When there are too many, those that have only ever kept it
/// waiting go first, so that whoever comes and says something is answered.
final class Callers: Sendable {
    private struct Caller {
        let channel: any Channel
        let peer: String
        /// The turn at which it last came with something new.
        var turn: Int
        /// Its request is whole, and the answer is being written.
        var isHeard = false
    }

    private struct Book {
        var callers: [ObjectIdentifier: Caller] = [:]
        var turn = 0

        /// The longest silent one of the address that holds most connections.
        var mostIdle: ObjectIdentifier? {
            let idle = callers.filter { !$0.value.isHeard }
            let crowds = Dictionary(grouping: idle.values, by: \.peer).mapValues(\.count)
            return idle.max { left, right in
                let (fewer, more) = (crowds[left.value.peer] ?? 0, crowds[right.value.peer] ?? 0)
                return fewer == more ? left.value.turn > right.value.turn : fewer < more
            }?.key
        }
    }

    private let most: Int
    private let book = Mutex(Book())

    init(most: Int) { self.most = most }

    /// Another one is let go for it when there are too many.
    func add(_ channel: any Channel) {
        let crowdedOut = book.withLock { book in
            let excess = book.callers.count < most ? nil : book.mostIdle
            let crowdedOut = excess.flatMap { book.callers.removeValue(forKey: $0) }
            book.turn += 1
            book.callers[ObjectIdentifier(channel)] = Caller(
                channel: channel,
                peer: channel.remoteAddress?.ipAddress ?? "",
                turn: book.turn,
            )
            return crowdedOut?.channel
        }
        crowdedOut?.close(promise: nil)
    }

    func remove(_ channel: any Channel) {
        book.withLock { _ = $0.callers.removeValue(forKey: ObjectIdentifier(channel)) }
    }

    /// A request begins.
    func asks(_ channel: any Channel) { note(channel, isHeard: false) }

    /// It is whole; this connection is not let go before its answer.
    func isHeard(_ channel: any Channel) { note(channel, isHeard: true) }

    func isAnswered(_ channel: any Channel) { note(channel, isHeard: false) }

    private func note(_ channel: any Channel, isHeard: Bool) {
        book.withLock { book in
            book.turn += 1
            let (id, turn) = (ObjectIdentifier(channel), book.turn)
            book.callers[id]?.turn = turn
            book.callers[id]?.isHeard = isHeard
        }
    }
}

/// Closes a connection on which nothing was answered for so long, however it spends the time.
final class AnswerDeadline: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny
    typealias OutboundIn = NIOAny

    private let callers: Callers
    private let limit: TimeAmount
    private var alarm: Scheduled<Void>?

    init(_ callers: Callers, after limit: TimeAmount) {
        self.callers = callers
        self.limit = limit
    }

    func handlerAdded(context: ChannelHandlerContext) {
        callers.add(context.channel)
        start(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        alarm?.cancel()
        callers.remove(context.channel)
    }

    func write(
        context: ChannelHandlerContext,
        data: NIOAny,
        promise: EventLoopPromise<Void>?,
    ) {
        callers.isAnswered(context.channel)
        start(context)
        context.write(data, promise: promise)
    }

    private func start(_ context: ChannelHandlerContext) {
        alarm?.cancel()
        let channel = context.channel
        alarm = context.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
    }
}
