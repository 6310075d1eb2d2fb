// ncursesw and the signals of a terminal, as Swift can use them.
#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H

#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <termios.h>
#include <unistd.h>

// Swift imports plain integer macros, but not these cast expressions.
static const attr_t cn_bold = A_BOLD;
static const attr_t cn_dim = A_DIM;
static const attr_t cn_italic = A_ITALIC;
static const attr_t cn_underline = A_UNDERLINE;
static const attr_t cn_reverse = A_REVERSE;

// Declared here, because _GNU_SOURCE would change the structures Swift's Glibc already knows.
extern int wcwidth(wchar_t scalar);
extern int memfd_create(const char *name, unsigned int flags);
extern int pipe2(int ends[2], int flags);

static inline int cn_memory_file(void) { return memfd_create("apixo", 1 /* close on exec */); }
static inline int cn_doorbell(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

// Swift 6 forbids reading mutable C globals, so they stay here.
static inline SCREEN *cn_newterm(const char *name, FILE *output) {
    return newterm(name, output, stdin);
}
static inline WINDOW *cn_window(void) { return stdscr; }

// A missing capability is -1 or null; Swift cannot compare with the former.
extern char *tigetstr(const char *);
extern int tigetnum(const char *);
static inline const char *cn_string(const char *capability) {
    char *value = tigetstr(capability);
    return value == (char *)-1 ? NULL : value;
}

// ioctl is variadic.
static inline int cn_size(int terminal, struct winsize *size) {
    return ioctl(terminal, TIOCGWINSZ, size);
}

// So is prctl.
static inline void cn_forbid_dumps(void) { prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

// What a handler needs to give the terminal back with write(2) and tcsetattr alone.
struct cn_guard {
    volatile sig_atomic_t is_up;
    volatile sig_atomic_t is_ending;
    int terminal;
    int pipe;
    struct termios modes;
    char farewell[512];
    size_t farewell_length;
    int errors;        // the real standard error, or -1
    int errors_kept;   // what was written to it meanwhile
    struct sigaction before[NSIG];
};

// Weak, so that the program has one: each object file gets its own copy of what is static in a
// header, and the optimizer moves calls from file to file.
__attribute__((weak, noinline)) struct cn_guard *cn_guarded(void) {
    static struct cn_guard guard = {.errors = -1, .errors_kept = -1};
    return &guard;
}

static inline void cn_write(int file, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(file, bytes, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        bytes += written;
        count -= (size_t)written;
    }
}

static inline void cn_replay_errors(void) {
    if (cn_guarded()->errors < 0) return;
    dup2(cn_guarded()->errors, STDERR_FILENO);
    char bytes[64];
    off_t end = lseek(cn_guarded()->errors_kept, 0, SEEK_END);
    off_t offset = end > 65536 ? end - 65536 : 0;
    ssize_t count;
    while ((count = pread(cn_guarded()->errors_kept, bytes, sizeof bytes, offset)) > 0) {
        // A terminal that takes no more output must not keep the program.
        struct pollfd place = {.fd = STDERR_FILENO, .events = POLLOUT};
        if (poll(&place, 1, 500) <= 0) break;
        cn_write(STDERR_FILENO, bytes, (size_t)count);
        offset += count;
    }
    ftruncate(cn_guarded()->errors_kept, 0);
}

static inline void cn_give_back(void) {
    if (!cn_guarded()->is_up) return;
    cn_guarded()->is_up = 0;
    tcsetattr(cn_guarded()->terminal, TCSANOW, &cn_guarded()->modes);
    // A terminal that takes no more output must not keep a dying program.
    signal(SIGALRM, SIG_DFL);
    alarm(2);
    cn_write(cn_guarded()->terminal, cn_guarded()->farewell, cn_guarded()->farewell_length);
    cn_replay_errors();
    alarm(0);
}

static inline void cn_on_signal(int number) {
    int error = errno;
    if (number == SIGTERM || number == SIGINT || number == SIGHUP) {
        // The first was not even read: the program hangs. A hang-up is told twice as a rule.
        if (cn_guarded()->is_ending && number != SIGHUP) {
            cn_give_back();
            _exit(128 + number);
        }
        cn_guarded()->is_ending = 1;
    }
    unsigned char byte = (unsigned char)number;
    // A full pipe wakes the reader as well.
    if (write(cn_guarded()->pipe, &byte, 1) < 0) {}
    errno = error;
}

static inline void cn_on_crash(int number, siginfo_t *cause, void *context) {
    (void)context;
    cn_give_back();
    sigaction(number, &cn_guarded()->before[number], NULL);
    // A fault repeats itself when the handler returns; a signal that was sent does not.
    if (cause->si_code > 0) return;
    raise(number);
    // Swift's reporter comes back from a signal that does not repeat itself.
    signal(number, SIG_DFL);
    raise(number);
}

static const int cn_signals[] = {SIGWINCH, SIGCONT, SIGTSTP, SIGTERM, SIGINT, SIGHUP};
static const int cn_crashes[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE};
#define CN_COUNT(list) (sizeof list / sizeof *list)

// Handlers run on a stack of their own, or an endless recursion would leave the terminal raw.
static inline void cn_give_handlers_a_stack(void) {
    static char bytes[65536];
    stack_t present;
    if (sigaltstack(NULL, &present) != 0 || !(present.ss_flags & SS_DISABLE)) return;
    stack_t ours = {.ss_sp = bytes, .ss_size = sizeof bytes};
    sigaltstack(&ours, NULL);
}

static inline void cn_catch(int pipe) {
    cn_give_handlers_a_stack();
    cn_guarded()->is_up = 0;
    cn_guarded()->is_ending = 0;
    cn_guarded()->pipe = pipe;
    cn_guarded()->errors = -1;
    for (size_t index = 0; index < CN_COUNT(cn_signals); index++) {
        int number = cn_signals[index];
        struct sigaction action = {0};
        action.sa_handler = cn_on_signal;
        action.sa_flags = SA_RESTART;
        sigaction(number, &action, &cn_guarded()->before[number]);
        // As nohup wants it.
        if (number != SIGCONT && number != SIGWINCH && cn_guarded()->before[number].sa_handler == SIG_IGN)
            sigaction(number, &cn_guarded()->before[number], NULL);
    }
    for (size_t index = 0; index < CN_COUNT(cn_crashes); index++) {
        struct sigaction action = {0};
        action.sa_sigaction = cn_on_crash;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER;
        sigaction(cn_crashes[index], &action, &cn_guarded()->before[cn_crashes[index]]);
    }
    signal(SIGPIPE, SIG_IGN);
}

// But for the hang-up: what the program does without its terminal, it does to the end.
static inline void cn_release(void) {
    signal(SIGHUP, SIG_IGN);
    for (size_t index = 0; index < CN_COUNT(cn_signals); index++)
        if (cn_signals[index] != SIGHUP)
            sigaction(cn_signals[index], &cn_guarded()->before[cn_signals[index]], NULL);
    for (size_t index = 0; index < CN_COUNT(cn_crashes); index++)
        sigaction(cn_crashes[index], &cn_guarded()->before[cn_crashes[index]], NULL);
}

static inline void cn_guard_terminal(
    int terminal, struct termios modes, const char *farewell, size_t length
) {
    cn_guarded()->terminal = terminal;
    cn_guarded()->modes = modes;
    cn_guarded()->farewell_length = length < sizeof cn_guarded()->farewell ? length : sizeof cn_guarded()->farewell;
    memcpy(cn_guarded()->farewell, farewell, cn_guarded()->farewell_length);
}

// Takes standard error aside, if it would write over the screen.
static inline void cn_keep_errors(void) {
    if (!isatty(STDERR_FILENO)) return;
    int kept = cn_memory_file();
    int real = dup(STDERR_FILENO);
    if (kept < 0 || real < 0) return;
    fcntl(real, F_SETFD, FD_CLOEXEC);
    cn_guarded()->errors_kept = kept;
    cn_guarded()->errors = real;
    dup2(kept, STDERR_FILENO);
}

static inline void cn_set_up(bool is_up) { cn_guarded()->is_up = is_up; }
static inline void cn_saw_ending(void) { cn_guarded()->is_ending = 0; }

static inline void cn_end_guard(void) {
    cn_guarded()->is_up = 0;
    cn_replay_errors();
    if (cn_guarded()->errors >= 0) {
        close(cn_guarded()->errors);
        close(cn_guarded()->errors_kept);
        cn_guarded()->errors = -1;
    }
}

// Stops the process group as Ctrl-Z does, and returns when it goes on.
static inline void cn_stop(void) {
    struct sigaction ours, standard = {0};
    standard.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &standard, &ours);
    kill(0, SIGTSTP);
    sigaction(SIGTSTP, &ours, NULL);
}

#endif
