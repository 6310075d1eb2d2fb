import Apixo
import Foundation
import Machine
import Programs
import Synchronization
import TaskJournal
import Tasks
import Testing

/// What a queue loses to a service in trouble: counted where the requests arrive.
struct BrakeCommandTests {
    private let folder: Folder

    init() throws { folder = try Folder() }

    /// A service whose answer to a paid request is the test's, and which can be mended.
    private final class Service: Sendable {
        struct Manner: Sendable {
            /// Nil closes the line without a word.
            var post: [UInt8]?
            var balance: [UInt8]?
        }

        private final class Shared: Sendable {
            let manner: Mutex<Manner>
            init(_ manner: Manner) { self.manner = Mutex(manner) }
        }

        private let shared: Shared
        private let server: PlainServer

        init(_ manner: Manner) throws {
            let shared = Shared(manner)
            self.shared = shared
            server = try PlainServer { request in
                Self.answer(request, shared.manner.withLock { $0 })
            }
        }

        var address: String { server.address }
        var posts: Int { server.requests.count { $0.method == "POST" } }

        func become(_ manner: Manner) { shared.manner.withLock { $0 = manner } }

        private static func answer(
            _ request: PlainServer.Request,
            _ manner: Manner,
        ) -> [UInt8]? {
            if request.path.contains("/current-balance") { return manner.balance }
            if request.method == "POST", manner.post != good { return manner.post }
            return PlainService(urls: []).answer(to: request)
        }

        /// Stands for an accepted task.
        static let good = Reply.ok("good")

        static func balance(_ amount: Double) -> [UInt8] {
            Reply.ok(#"{"code":200,"data":\#(amount)}"#)
        }
    }

    private func queue(_ count: Int, brake: String = "pause = 60") throws {
        try folder.addQuickModel(atOnce: 1000, brake: brake)
        let model = ModelID(rawValue: "quick")
        let requests = (1...count).map {
            GenerateRequest(model: model, input: ["prompt": .text("picture \($0)")])
        }
        _ = try Journal(folder: folder.data).insert(
            requests.map { Intent($0) },
            at: SteadyClock().now
        )
    }

    private func states(_ program: Program) async throws -> [String: Int] {
        let tasks = try await program.run("tasks", "--json").json?.array ?? []
        return tasks.reduce(into: [:]) { $0[$1["state"]?.string ?? "", default: 0] += 1 }
    }

    /// The tasks of the plain service succeed without a URL.
    private static let ended: Int32 = 11
    private static let gateway = Reply.raw("502 Bad Gateway", [], Array("<html>".utf8))

    private func untilStopped(_ program: Program) async throws {
        let worker = try program.start(["worker"])
        try await worker.waitToSay("quick is stopped after 3 unknown")
        worker.signal(SIGTERM)
        let end = try await worker.outcome()
        #expect(end.errors.contains("quick is stopped after 3 unknown outcomes in a row"), "\(end)")
    }

    @Test(arguments: [nil, gateway])
    func threeUnknownOutcomesStopAQueueOf200(_ answer: [UInt8]?) async throws {
        try queue(200)
        let service = try Service(.init(post: answer, balance: answer))
        let program = Program(folder, address: service.address)
        try await untilStopped(program)
        #expect(service.posts == 3)
        #expect(try await states(program) == ["unknown": 3, "queued": 197])
        // Whoever starts it again burns nothing.
        try await untilStopped(program)
        let submit = try await program.run("submit", "quick", "--prompt", "one more")
        #expect(submit.code == 5 && submit.errors.contains("stopped after 3 unknown"), "\(submit)")
        #expect(service.posts == 3)
    }

    @Test func aStoppedQueueGoesOnByItselfWhenTheServiceIsWell() async throws {
        try queue(8, brake: "pause = 0.5")
        let bad = Self.gateway
        let service = try Service(.init(post: bad, balance: bad))
        let program = Program(folder, address: service.address)
        try await untilStopped(program)
        service.become(.init(post: Service.good, balance: Service.balance(5)))
        let end = try await program.run("worker", "--until-idle")
        #expect(end.errors.contains("quick is sent again"), "\(end)")
        #expect(service.posts == 8)
        #expect(try await states(program)["queued"] == nil)
    }

    /// Neither a poll nor a request of the queue finds the line again: only the balance call can.
    @Test func aQueueStoppedBySilenceGoesOnInTheSameRun() async throws {
        try queue(8, brake: "pause = 0.5")
        let service = try Service(.init(post: nil, balance: nil))
        let program = Program(folder, address: service.address)
        let worker = try program.start(["worker", "--until-idle"])
        try await worker.waitToSay("quick is stopped after 3 unknown outcomes")
        #expect(service.posts == 3)
        service.become(.init(post: Service.good, balance: Service.balance(5)))
        let end = try await worker.outcome()
        #expect(end.code == 3 && service.posts == 8, "\(end)")
    }

    @Test func aCommandAboutOneTaskIsCarriedOutWhileTheAccountIsHeld() async throws {
        try folder.addQuickModel()
        let service = try Service(.init(post: nil, balance: Service.balance(5)))
        let program = Program(folder, address: service.address)
        #expect(try await program.run("submit", "quick", "--prompt", "a").code == 3)
        let refusal = Reply.raw("402 No", [], Array(#"{"code":402,"message":"no"}"#.utf8))
        service.become(.init(post: refusal, balance: Service.balance(0)))
        #expect(try await program.run("submit", "quick", "--prompt", "b").code == 7)
        let attach = try await program.run("attach", "1", "t-1")
        #expect(attach.code == 0, "\(attach)")
        #expect(try await program.run("show", "1").output.contains("taskId       t-1\n"))
    }

    @Test(arguments: [
        (401, #"{"code":401,"message":"Invalid or missing API key"}"#, 4 as Int32),
        (402, #"{"code":402,"message":"Insufficient balance","data":null}"#, 7),
        (400, #"{"code":400,"message":"Insufficient credits","data":null}"#, 7),
        (400, #"{"code":400,"message":"no","data":{"failCode":"INSUFFICIENT_CREDITS"}}"#, 7),
        (403, #"{"code":403,"message":"no permission for this model","data":null}"#, 4),
    ])
    func aRefusalOfTheAccountCostsOneOfFifteen(
        status: Int,
        body: String,
        code: Int32,
    ) async throws {
        try queue(15)
        let refusal = Reply.raw("\(status) No", [], Array(body.utf8))
        let service = try Service(.init(post: refusal, balance: Service.balance(5)))
        let program = Program(folder, address: service.address)
        let first = try await program.run("worker", "--until-idle")
        #expect(first.code == code && service.posts == 1, "\(first)")
        #expect(try await states(program) == ["refused": 1, "queued": 14])
        // Neither a restart nor a new request lets go.
        #expect(try await program.run("worker", "--until-idle").code == code)
        #expect(try await program.run("submit", "quick", "--prompt", "one more").code == code)
        #expect(service.posts == 1)
        // The user does, and one goes first.
        #expect(try await program.run("resume").code == 0)
        #expect(try await program.run("worker", "--until-idle").code == code)
        #expect(service.posts == 2)
        service.become(.init(post: Service.good, balance: Service.balance(5)))
        #expect(try await program.run("resume", "quick").code == 0)
        #expect(try await program.run("resume").code == 0)
        #expect(try await program.run("worker", "--until-idle").code == Self.ended)
        #expect(try await states(program)["queued"] == nil)
    }

    @Test func moreMoneyLetsAHeldQueueGoOn() async throws {
        try queue(5)
        let refusal = Reply.raw("402 No", [], Array(#"{"code":402,"message":"no"}"#.utf8))
        let service = try Service(.init(post: refusal, balance: Service.balance(0.01)))
        let program = Program(folder, address: service.address)
        #expect(try await program.run("worker", "--until-idle").code == 7)
        service.become(.init(post: Service.good, balance: Service.balance(20)))
        #expect(try await program.run("worker", "--until-idle").code == Self.ended)
        #expect(service.posts == 5)
    }

    @Test func aKeyThatTheBalanceCallRefusesBurnsNothing() async throws {
        try queue(5)
        let body = #"{"code":401,"message":"Invalid or missing API key"}"#
        let refusal = Reply.raw("401 No", [], Array(body.utf8))
        let service = try Service(.init(post: refusal, balance: refusal))
        let program = Program(folder, address: service.address)
        #expect(try await program.run("worker", "--until-idle").code == 4)
        #expect(service.posts == 0)
        service.become(.init(post: Service.good, balance: Service.balance(20)))
        #expect(try await program.run("worker", "--until-idle").code == Self.ended)
        #expect(service.posts == 5)
    }

    @Test func anotherKeyThatTheServiceTakesLetsAHeldQueueGoOn() async throws {
        try queue(5)
        let body = #"{"code":401,"message":"Invalid or missing API key"}"#
        let refusal = Reply.raw("401 No", [], Array(body.utf8))
        let service = try Service(.init(post: refusal, balance: Service.balance(5)))
        var program = Program(folder, address: service.address)
        #expect(try await program.run("worker", "--until-idle").code == 4)
        service.become(.init(post: Service.good, balance: Service.balance(5)))
        #expect(try await program.run("worker", "--until-idle").code == 4)
        #expect(service.posts == 1)
        program.key = "another-key-of-mine"
        #expect(try await program.run("worker", "--until-idle").code == Self.ended)
        #expect(service.posts == 5)
    }

    @Test func ofTwelveOneGoesFirstAndElevenFollowAtOnce() async throws {
        try queue(12)
        let service = try await SimulatorProgram(in: folder, timeScale: 0.02)
        let program = Program(folder, address: service.address)
        #expect(try await program.run("worker", "--until-idle").code == 0)
        #expect(service.entries("accepted").count == 12)
    }
}
