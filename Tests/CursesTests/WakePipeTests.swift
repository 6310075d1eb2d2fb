import Glibc
import Testing

@testable import Curses

struct WakePipeTests {
    private func isRinging(_ wake: WakePipe) -> Bool {
        var file = pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&file, 1, 0) == 1
    }

    @Test func itRingsUntilItWasHeard() throws {
        let wake = try WakePipe()
        #expect(!isRinging(wake))
        for _ in 0..<100_000 { wake.ring() }
        #expect(isRinging(wake))
        wake.drain()
        #expect(!isRinging(wake))
        wake.drain()
    }

    @Test(arguments: [
        (Duration.zero, 0), (.nanoseconds(1), 1), (.milliseconds(1), 1), (.seconds(-1), 0),
        (.microseconds(1001), 2), (.seconds(1 << 40), 1_000_000_000),
    ])
    func aSleepIsNeverTooShort(limit: Duration, milliseconds: Int) {
        #expect(Int(limit.milliseconds) == milliseconds)
    }

    @Test func withoutATerminalThereIsNoScreen() throws {
        guard isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0 else { return }
        let wake = try WakePipe()
        #expect(throws: ScreenError.noTerminal) { try CursesScreen(wake: wake) }
    }
}
