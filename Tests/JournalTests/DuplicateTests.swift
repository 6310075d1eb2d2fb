import Apixo
import Coordination
import GRDB
import Samples
import Tasks
import Testing

@testable import TaskJournal

/// What the journal knows of requests that may be billed already.
struct DuplicateTests {
    @Test func whatAnEarlierVersionSentIsAskedAboutToo() throws {
        let old = try TestFolder()
        let queue = try DatabaseQueue(path: "\(old.path)/journal.sqlite")
        try Journal.migrator.migrate(queue, upTo: "4")
        try queue.write { db in
            try db.execute(
                sql: """
                    INSERT INTO task (model, prompt, request, submittedAt, state, rank, sentAt)
                    VALUES ('quick', 'a', ?, 5, 'unknown', 4, 5)
                    """,
                arguments: [GenerateRequest.quick().json.text],
            )
        }
        try queue.close()
        let journal = try Journal(folder: old.path)
        let intents = [Intent(.quick("another")), Intent(.quick(" a lighthouse "))]
        let fault = #expect(throws: IntentError.self) { try journal.insert(intents, at: .start) }
        let task = TaskNumber(rawValue: 1)
        let same = Duplicate(
            request: intents[1].request,
            place: 1,
            original: .task(task, .unknown),
        )
        #expect(fault?.description == same.description)
        let ref = try #require(TaskRef(rawValue: "order 7"))
        let new = try journal.insert([Intent(.quick("b"), ref: ref)], at: .start)[0]
        #expect(try journal.task(new.id)?.ref == ref && new.id == TaskNumber(rawValue: 2))
        #expect(try journal.task(task)?.ref == nil)
    }

    @Test func theSameIsAskedAboutForAnHourAndUnlessItIsLost() throws {
        let folder = try TestFolder()
        let journal = try Journal(folder: folder.path)
        var task = try journal.add(.sending(since: .start))
        let intent = [Intent(.quick())]
        for (life, seconds, asks) in Self.lives {
            task.life = life
            try journal.save(.changing([task]), at: .start)
            let now = Timestamp.start + seconds
            #expect((Self.duplicate(intent, journal, now) != nil) == asks, "\(life) \(seconds)")
        }
    }

    private static let lives: [(Life, Double, Bool)] = {
        let unknown = Unknown(sentAt: .start, noticedAt: .start, reason: "no answer")
        var lost = unknown
        lost.isSettled = true
        let done = TaskResult(urls: [], raw: "")
        return [
            (.unknown(unknown), 1e6, true), (.unknown(lost), 3599, true),
            (.unknown(lost), 3601, false),
            (.succeeded(.sample(TaskTimes()), done), 3599, true),
            (.succeeded(.sample(TaskTimes()), done), 3601, false),
            (.refused(.sample(nil), at: .start), 1, false),
        ]
    }()

    /// What stands in the way of the intents, which are not written.
    private static func duplicate(
        _ intents: [Intent],
        _ journal: Journal,
        _ now: Timestamp,
    ) -> Duplicate? {
        try? journal.read { db in try journal.duplicate(in: intents, at: now, db) }
    }
}
