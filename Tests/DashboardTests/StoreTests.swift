import Apixo
import Synchronization
import Tasks
import Testing

@testable import Dashboard

@Suite struct StoreTests {
    private final class Log: Sendable {
        let effects = Mutex<[Effect]>([])
        let rings = Mutex(0)
    }

    private func store(_ log: Log) -> Store {
        Store(
            DashboardHarness.make(journal: history(3)).state,
            clock: { DashboardHarness.now },
            ring: { log.rings.withLock { $0 += 1 } },
            perform: { effect in log.effects.withLock { $0.append(effect) } },
        )
    }

    @Test func actionsOfOneThreadKeepTheirOrder() {
        let log = Log()
        let store = store(log)
        store.send(.input(.key(.character("n"))))
        let text = "the order of ten thousand letters"
        for letter in text { store.send(.input(.key(.character(letter)))) }
        #expect(store.snapshot().compose.draft.values["prompt"] == .text(text))
        let drafts = log.effects.withLock { $0 }
        #expect(drafts.count == text.count)
    }

    @Test func everyThreadMaySend() async {
        let log = Log()
        let store = store(log)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<500 { store.send(.input(.key(.character("b")))) }
                }
            }
        }
        #expect(log.effects.withLock { $0.count { $0 == .refreshBalance } } == 2000)
        #expect(log.rings.withLock { $0 } == 2000)
    }

    @Test func anEmptyActionRingsNobody() {
        let log = Log()
        store(log).send(.tasksChanged([]))
        #expect(log.rings.withLock { $0 } == 0)
    }

    @Test func anEffectMaySendAgain() {
        let holder = Mutex<Store?>(nil)
        let log = Log()
        let store = Store(
            DashboardHarness.make().state,
            clock: { DashboardHarness.now },
            ring: {},
            perform: { effect in
                log.effects.withLock { $0.append(effect) }
                if effect == .refreshBalance {
                    let store = holder.withLock { $0 }
                    store?.send(.balanceChanged(Balance(amount: 5, at: DashboardHarness.now)))
                }
            },
        )
        holder.withLock { $0 = store }
        store.send(.input(.key(.character("b"))))
        #expect(store.snapshot().balance?.amount == 5)
    }
}
