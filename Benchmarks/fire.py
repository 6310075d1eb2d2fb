"""Measures what a user waits for when the network fails or a terminal dies, in real terminals.

    fire.py PROGRAM WORK_FOLDER

Prints the time from `q` to the end of the program and to the restored terminal with the service black-holed, the
delay of a row on the other terminal, and the time until another terminal polls for a killed one. Ends with 1 when
one of them, even once, took longer than the program promises.
"""
import fcntl, json, os, pty, select, signal, socket, statistics, struct, subprocess, sys, termios, time

PROGRAM, WORK = sys.argv[1:3]
LEDGER = f"{WORK}/ledger"
RUNS, HANDOVERS = 25, 10
# Milliseconds.
RESTORED, SHOWN, TAKEN_OVER = 200, 1000, 3000
broken = []
FAREWELL = b"\x1b[?1049l"
MODEL = """
id = "quick"
[limits]
requests_per_minute = 100000
tasks_at_once = 100
[polling]
first_after = 0.2
every = 0.5
[[typical]]
seconds = [1, 3]
[[field]]
name = "prompt"
kind = "text"
length = [1, 5000]
required = true
"""


class Terminal:
    """The dashboard on a pseudo-terminal of its own."""

    def __init__(self, folder, base, key="demo-key"):
        self.seen, self.pid, self.file = b"", *pty.fork()
        if self.pid == 0:
            os.environ.update(surroundings(folder, base))
            os.execvp(PROGRAM, [PROGRAM])
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))

    def wait(self, text, limit=20.0):
        """The moment the text came."""
        end = time.perf_counter() + limit
        while text not in self.seen:
            left = end - time.perf_counter()
            if left < 0:
                raise SystemExit(f"never saw {text!r}: {self.seen[-400:]!r}")
            if select.select([self.file], [], [], left)[0]:
                try:
                    self.seen += os.read(self.file, 1 << 16)
                except OSError:
                    raise SystemExit(f"ended before {text!r}: {self.seen[-400:]!r}")
        return time.perf_counter()

    def settle(self, quiet=0.15):
        while select.select([self.file], [], [], quiet)[0]:
            self.seen += os.read(self.file, 1 << 16)

    def press(self, keys):
        self.seen = b""
        os.write(self.file, keys)
        return time.perf_counter()

    def ended(self, limit=100.0):
        """The moment the process has ended, which it should not be killed for."""
        end = time.perf_counter() + limit
        while time.perf_counter() < end:
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return time.perf_counter()
            time.sleep(0.0005)
        raise SystemExit("it never ended")

    def kill(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)


class BlackHole:
    """Accepts and never answers; counts."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.taken = []

    def close(self):
        self.address = self.listener.getsockname()
        self.listener.close()

    def open(self):
        self.listener = socket.create_server(self.address, backlog=512)

    def wait(self, count, limit=20.0):
        self.listener.settimeout(limit)
        while len(self.taken) < count:
            self.taken.append(self.listener.accept()[0])


def surroundings(folder, base):
    return {"APIXO_DATA_DIR": folder, "APIXO_BASE_URL": base, "TERM": "xterm-256color", "LANG": "C.UTF-8"}


def command(folder, base, *words):
    told = {**os.environ, **surroundings(folder, base)}
    return subprocess.run([PROGRAM, *words], env=told, capture_output=True, text=True, check=False)


def line(what, times, promise=None):
    times = sorted(time * 1000 for time in times)
    print(f"{what:58} p50 {statistics.median(times):7.1f} ms  max {times[-1]:7.1f} ms  ({len(times)} runs)", flush=True)
    if promise and times[-1] > promise:
        broken.append(f"{what}: {times[-1]:.0f} ms, and at most {promise} ms is promised")


def quit_while_polls_are_swallowed(base):
    folder = f"{WORK}/polls"
    for number in range(5):
        command(folder, base, "submit", "quick", "--prompt", f"{number} [never]")
    ends, screens = [], []
    for _ in range(RUNS):
        hole = BlackHole()
        terminal = Terminal(folder, hole.url)
        terminal.wait(b"quick")
        hole.wait(3)
        terminal.settle()
        pressed = terminal.press(b"q")
        screens.append(terminal.wait(FAREWELL) - pressed)
        ends.append(terminal.ended() - pressed)
    line("q to the restored terminal, polls swallowed", screens, RESTORED)
    line("q to the end of the program, polls swallowed", ends)


def quit_while_a_submit_is_swallowed():
    screens, ends = [], []
    for run in range(RUNS):
        folder, hole = f"{WORK}/submit{run}", BlackHole()
        # Queued while nothing listens, so that the dashboard is the one that sends it.
        hole.close()
        command(folder, hole.url, "submit", "quick", "--prompt", "into the void")
        hole.open()
        terminal = Terminal(folder, hole.url)
        terminal.wait(b"sending")
        hole.wait(2)
        terminal.settle()
        pressed = terminal.press(b"q")
        screens.append(terminal.wait(FAREWELL) - pressed)
        terminal.wait(b"is on the way")
        interrupted = terminal.press(b"\x03")
        ends.append(terminal.ended() - interrupted)
    line("q to the restored terminal, a submit swallowed", screens, RESTORED)
    line("Ctrl-C after that to the end of the program", ends)


def rows_and_handovers(base):
    folder = f"{WORK}/shared"
    leader = Terminal(folder, base)
    leader.wait(b"live")
    delays, polls = [], []
    for number in range(HANDOVERS):
        follower = Terminal(folder, base)
        follower.wait(b"another")
        follower.settle()
        leader.settle()
        leader.seen = follower.seen = b""
        mark = f"mark{number}x"
        submit = subprocess.Popen(
            [PROGRAM, "submit", "quick", "--prompt", f"{mark} [take:5]"],
            env={**os.environ, **surroundings(folder, base)},
            stdout=subprocess.DEVNULL,
        )
        first, second = both(leader, follower, mark.encode())
        delays.append(abs(second - first))
        submit.wait()
        follower.settle(0.05)
        follower.seen = b""
        killed = time.time()
        leader.kill()
        polls.append(polled(killed) - killed)
        follower.wait("✓ success".encode())
        leader = follower
    leader.kill()
    line("a new row on one terminal to the same on the other", delays, SHOWN)
    line("kill -9 of the leader to the next one's first poll", polls, TAKEN_OVER)


def both(one, other, text):
    """When each terminal has shown the text."""
    times = {}
    end = time.perf_counter() + 20
    while len(times) < 2 and time.perf_counter() < end:
        for file in select.select([one.file, other.file], [], [], 0.5)[0]:
            terminal = one if file == one.file else other
            terminal.seen += os.read(file, 1 << 16)
            if text in terminal.seen:
                times.setdefault(file, time.perf_counter())
    return times[one.file], times[other.file]


def polled(after):
    """The moment of the first poll the service saw since then."""
    end = time.time() + 20
    while time.time() < end:
        with open(LEDGER) as file:
            polls = (json.loads(line)["at"] / 1000 for line in file if '"event":"poll"' in line)
            times = [at for at in polls if at > after]
        if times:
            return min(times)
        time.sleep(0.01)
    raise SystemExit("nobody polled")


def main():
    models = f"{os.environ['XDG_CONFIG_HOME']}/apixo/models"
    os.makedirs(models, exist_ok=True)
    with open(f"{models}/quick.toml", "w") as file:
        file.write(MODEL)
    service = subprocess.Popen(
        [PROGRAM, "simulate", "--no-limits", "--ledger", LEDGER], stdout=subprocess.PIPE, text=True
    )
    try:
        base = service.stdout.readline().split()[-1]
        quit_while_polls_are_swallowed(base)
        quit_while_a_submit_is_swallowed()
        rows_and_handovers(base)
    finally:
        service.kill()
    if broken:
        raise SystemExit("\n".join(broken))


if __name__ == "__main__":
    main()
