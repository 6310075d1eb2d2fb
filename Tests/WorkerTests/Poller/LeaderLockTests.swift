import Foundation
import Glibc
import Samples
import Synchronization
import Tasks
import Testing

@testable import Coordination
@testable import Machine
@testable import TaskJournal

/// How programs on one folder learn of each other.
struct LeaderLockTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    @Test func oneLeadsAndTheNextTakesOver() async throws {
        let first = try LeaderLock(folder: folder.path)
        let second = try LeaderLock(folder: folder.path)
        #expect(first.tryToLead() && !second.tryToLead())
        let leads = Mutex(0)
        second.lead { leads.withLock { $0 += 1 } }
        first.release()
        try await eventually { leads.withLock { $0 } == 1 }
        #expect(!first.tryToLead())
    }

    @Test func oneThatNoLongerWaitsNeverHoldsTheLead() async throws {
        let first = try LeaderLock(folder: folder.path)
        let second = try LeaderLock(folder: folder.path)
        let third = try LeaderLock(folder: folder.path)
        #expect(first.tryToLead())
        second.lead { Issue.record("it leads") }
        second.release()
        first.release()
        try await eventually { third.tryToLead() }
    }

    @Test func whoWaitsTwiceLeadsOnce() async throws {
        let first = try LeaderLock(folder: folder.path)
        let second = try LeaderLock(folder: folder.path)
        #expect(first.tryToLead())
        let leads = Mutex(0)
        for _ in 1...3 { second.lead { leads.withLock { $0 += 1 } } }
        second.release()
        second.lead {}
        first.release()
        try await eventually { leads.withLock { $0 } == 1 }
        try await eventually { !second.isAwaited }
        #expect(leads.withLock { $0 } == 1 && !first.tryToLead())
    }

    @Test func oneThatWaitedAndThenTookTheLeadKeepsIt() async throws {
        let first = try LeaderLock(folder: folder.path)
        let second = try LeaderLock(folder: folder.path)
        #expect(first.tryToLead())
        second.lead {}
        second.release()
        first.release()
        try await eventually { second.tryToLead() }
        try await eventually { !second.isAwaited }
        #expect(!first.tryToLead())
    }

    @Test func aWriterIsHeardByOthersAndNotByItself() async throws {
        let one = try Journal(folder: folder.path)
        let two = try Journal(folder: folder.path)
        let heard = Mutex<[Int]>([])
        let watches = [(1, one), (2, two)].map { number, journal in
            _ = journal.hasForeignNews()
            return journal.watchPeers { heard.withLock { $0.append(number) } }
        }
        try one.set("model", "a")
        try await eventually { heard.withLock { $0 } == [2] }
        try two.set("model", "b")
        try await eventually { heard.withLock { $0 } == [2, 1] }
        for watch in watches { watch?.stop() }
    }

    @Test func readingTheJournalTakesATenthOfTheTimeAtMost() {
        var cursor = JournalCursor()
        cursor.arrived()
        #expect(cursor.isDue(at: .start))
        cursor.wasRead(at: .start)
        cursor.took(0.05)
        #expect(!cursor.isDue(at: .start + 10))
        cursor.arrived()
        #expect(!cursor.isDue(at: .start + 0.5) && cursor.isDue(at: .start + 0.55))
        cursor.wasRead(at: .start)
        cursor.took(5)
        cursor.arrived()
        #expect(cursor.due == .start + 6)
    }

    @Test func aJournalThatCannotBeReadIsReadAgainSoon() {
        var cursor = JournalCursor()
        cursor.couldNotBeRead(at: .start)
        #expect(cursor.due == .start + 2 && !cursor.isDue(at: .start + 1))
        #expect(cursor.isDue(at: .start + 2))
    }

    @Test func whoWaitsAtAFileThatWasReplacedWaitsAtTheNewOne() async throws {
        let (first, second) = (
            try LeaderLock(folder: folder.path), try LeaderLock(folder: folder.path)
        )
        let leads = Mutex(0)
        #expect(first.tryToLead())
        second.lead { leads.withLock { $0 += 1 } }
        try FileManager.default.removeItem(atPath: "\(folder.path)/leader.lock")
        let third = try LeaderLock(folder: folder.path)
        #expect(third.tryToLead())
        first.release()
        // It has gone over once nobody holds the file from before.
        try await eventually { first.tryToLead() == false }
        #expect(leads.withLock { $0 } == 0)
        third.release()
        try await eventually { leads.withLock { $0 } == 1 }
    }

    @Test func aLockIsTakenOnTheFileThatHasTheName() throws {
        let (first, second) = (
            try LeaderLock(folder: folder.path), try LeaderLock(folder: folder.path)
        )
        try FileManager.default.removeItem(atPath: "\(folder.path)/leader.lock")
        let third = try LeaderLock(folder: folder.path)
        #expect(third.tryToLead())
        #expect(!first.tryToLead() && !second.tryToLead())
        third.release()
        #expect(first.tryToLead() && !second.tryToLead())
    }
}
