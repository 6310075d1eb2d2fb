"""Measures full-screen programs on a pseudo-terminal, from outside, in one run.

    terminal.py NAME MARKER COMMAND [ARGUMENT...]

Prints one line: milliseconds to the marker, milliseconds from a key to the first byte of its answer, bytes a key,
and what two idle seconds cost.
"""
import fcntl, os, pty, select, signal, statistics, struct, sys, termios, time

COLUMNS, ROWS, STARTS, KEYS, IDLE = 120, 40, 7, 80, 2.0


def open_program(command):
    pid, terminal = pty.fork()
    if pid == 0:
        time.sleep(0.02)  # the size is set meanwhile
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    return pid, terminal, time.perf_counter() + 0.02


def read_until(terminal, is_done, limit):
    """Reads until `is_done(bytes so far, seconds since the last byte)`; gives them and the first's time."""
    data, first, last, end = b"", None, None, time.perf_counter() + limit
    while time.perf_counter() < end:
        if select.select([terminal], [], [], 0.002)[0]:
            try:
                chunk = os.read(terminal, 1 << 16)
            except OSError:
                break
            if not chunk:
                break
            last = time.perf_counter()
            first = first or last
            data += chunk
        if is_done(data, time.perf_counter() - last if last else 0):
            break
    return data, first


def cost(pid):
    """CPU seconds and context switches of the process so far."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    switches = 0
    for thread in os.listdir(f"/proc/{pid}/task"):
        with open(f"/proc/{pid}/task/{thread}/status") as file:
            switches += sum(int(line.split()[1]) for line in file if "ctxt_switches" in line)
    return cpu, switches


def resident(pid):
    with open(f"/proc/{pid}/status") as file:
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmRSS"))


def close(pid, terminal):
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(terminal)


def measure(marker, command):
    paints = []
    for start in range(STARTS):
        pid, terminal, began = open_program(command)
        data, _ = read_until(terminal, lambda data, _: marker in data, 10)
        if marker not in data:
            close(pid, terminal)
            raise SystemExit(f"{command[0]} never showed {marker!r}")
        paints.append((time.perf_counter() - began) * 1000)
        if start < STARTS - 1:
            close(pid, terminal)
    read_until(terminal, lambda _, quiet: False, 0.7)
    memory = resident(pid)
    answers, sizes = [], []
    for _ in range(KEYS):
        pressed = time.perf_counter()
        os.write(terminal, b"j")
        data, first = read_until(terminal, lambda data, quiet: data and quiet > 0.02, 0.5)
        if first:
            answers.append((first - pressed) * 1000)
            sizes.append(len(data))
    read_until(terminal, lambda _, quiet: False, 0.3)
    before = cost(pid)
    idle, _ = read_until(terminal, lambda _, quiet: False, IDLE)
    after = cost(pid)
    close(pid, terminal)
    answers.sort()
    sizes.sort()
    return {
        "paint ms": f"{statistics.median(paints):.1f}",
        "key p50 ms": f"{answers[len(answers) // 2]:.2f}",
        "key p99 ms": f"{answers[int(len(answers) * 0.99)]:.2f}",
        "bytes p50": sizes[len(sizes) // 2],
        "bytes max": sizes[-1],
        "idle bytes/s": f"{len(idle) / IDLE:.0f}",
        "idle switches/s": f"{(after[1] - before[1]) / IDLE:.0f}",
        "MB": f"{memory:.0f}",
    }


if __name__ == "__main__":
    name, marker, command = sys.argv[1], sys.argv[2].encode(), sys.argv[3:]
    os.environ.update(TERM="xterm-256color", LANG="C.UTF-8")
    figures = measure(marker, command)
    print(f"{name:24}" + "  ".join(f"{key} {value}" for key, value in figures.items()), flush=True)
