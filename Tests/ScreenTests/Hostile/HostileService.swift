import Apixo
import Foundation
import NIOCore
import NIOPosix
import Synchronization

/// The service in the hands of an enemy. It lives as long as the tests do.
final class HostileService: Sendable {
    private let channel: any Channel
    private let book: Book

    /// What was asked for, method and path, in order.
    var requests: [String] { book.heads.withLock { $0.map { String($0.prefix(80)) } } }
    /// Whole heads, with all headers.
    var heads: [String] { book.heads.withLock { $0 } }
    var address: String { "http://127.0.0.1:\(channel.localAddress?.port ?? 0)" }

    init(_ stories: [HostileStory]) async throws {
        let book = Book(stories)
        self.book = book
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.backlog, value: 512)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Conversation(book))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        book.address.withLock { $0 = address }
    }

    /// Whether every story was told, and each unreadable result until it is given up.
    var hasSaidAll: Bool {
        let requests = requests
        let posts = requests.count { $0.hasPrefix("POST") }
        let polls = Dictionary(grouping: requests.filter { $0.contains("taskId=task-") }) {
            Int($0.components(separatedBy: "taskId=task-")[1].prefix(while: \.isNumber)) ?? 0
        }
        let polled = book.stories.filter(\.isAccepted)
        let unreadable = polled.filter { $0.place == .resultText && $0.payload != .tenMegabytes }
        return posts >= book.stories.count && polled.allSatisfy { polls[$0.number] != nil }
            && unreadable.allSatisfy { polls[$0.number, default: []].count >= 5 }
    }

    /// What every answer is from now on; nil for those of the stories.
    func answerAll(_ answer: HostileAnswer?) { book.constant.withLock { $0 = answer } }
}

private final class Book: Sendable {
    let stories: [HostileStory]
    let heads = Mutex<[String]>([])
    let address = Mutex("")
    let constant = Mutex<HostileAnswer?>(nil)

    init(_ stories: [HostileStory]) { self.stories = stories }

    func answer(to head: String, _ body: String) -> HostileAnswer {
        heads.withLock { $0.append(head) }
        var answer = answerAsWritten(to: head, body)
        // It is in no long one, and seeking it there takes a while.
        if answer.body.utf8.count < 1 << 20 {
            answer.body.replace(Payload.keyOfTheRequest, with: authorization(in: head))
        }
        return answer
    }

    private func authorization(in head: String) -> String {
        let line = head.split(separator: "\r\n").first { $0.hasPrefix("Authorization: ") }
        return line.map { String($0.dropFirst("Authorization: ".count)) } ?? ""
    }

    private func answerAsWritten(to head: String, _ body: String) -> HostileAnswer {
        let path = String(head.split(separator: " ").dropFirst().first ?? "")
        if let answer = constant.withLock({ $0 }) { return answer }
        if path.contains("current-balance") { return balance }
        if path.hasPrefix("/file/") { return file(story(after: "/file/", in: path)) }
        if head.hasPrefix("POST"), let story = story(after: "case ", in: body) {
            return story.submit
        }
        let address = address.withLock { $0 }
        let story = story(after: "taskId=task-", in: path)
        return story?.poll(at: address) ?? .state(#""\u001b[2Jodd""#)
    }

    private func story(after mark: String, in text: String) -> HostileStory? {
        guard let range = text.range(of: mark),
            let number = Int(text[range.upperBound...].prefix(while: \.isNumber))
        else { return nil }
        return stories.first { $0.number == number }
    }

    private var balance: HostileAnswer {
        let values = ["\"\\u001b[2J\"", "1e308", "-0", "[]", "\"12.5\\u001b]0;owned\\u0007\""]
        let value = values[heads.withLock { $0.count } % values.count]
        return HostileAnswer(200, #"{"code":200,"data":\#(value)}"#)
    }

    private func file(_ story: HostileStory?) -> HostileAnswer {
        var answer = HostileAnswer(200, "GIF89a, a picture")
        guard let story else { return answer }
        let text = story.payload.text.filter { $0 != "\r\n" && $0 != "\n" && $0 != "\r" }
        answer.headers = "Content-Disposition: attachment; filename=\"../../\(text)\"\r\n"
        answer.headers += "Content-Type: \(text)\r\nContent-Range: bytes \(text)\r\n"
        return answer
    }
}

private final class Conversation: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let book: Book
    private var text = ""

    init(_ book: Book) { self.book = book }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: unwrapInboundIn(data))
        guard let end = text.range(of: "\r\n\r\n") else { return }
        let head = String(text[..<end.lowerBound])
        let body = String(text[end.upperBound...])
        guard body.utf8.count >= Self.length(head) else { return }
        text = ""
        var answer = book.answer(to: head, body)
        answer.headers += "Connection: close\r\n"
        let buffer = context.channel.allocator.buffer(string: answer.text)
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(buffer)).whenComplete { _ in
            channel.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private static func length(_ head: String) -> Int {
        let line = head.split(separator: "\r\n").first {
            $0.lowercased().hasPrefix("content-length:")
        }
        return line.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
    }
}
