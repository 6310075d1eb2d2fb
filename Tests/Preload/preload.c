// A machine that loses what was not synced, for a program started with LD_PRELOAD.
//
// DISK_ROOT     the folder whose files are watched
// DISK_SYNCED   where that which a power cut would leave is kept: a file f<inode> with the content
//               of each synced file, a file d<inode> with the names in each synced folder
// CUT_AFTER_SEND, CUT_BEFORE_PRINT
//               the program dies right after it has sent, or right before it prints, these words
// CUT_AT_SYNC   the program dies right after this many syncs
// NO_FLOCK, NO_RECORD_LOCKS
//               the error number with which such locks fail
// CLOCK_AHEAD   a file with the seconds that the wall clock is ahead; it may change at any time
// NO_SOCKET, NO_CONNECT
//               the error number with which sockets of the internet are made and connected
// NO_ROUTE      the same, for all connections that leave this machine
// NAMES         what names stand for, first and ever after: "a.example=10.0.0.1,b.example=1.1.1.1>127.0.0.1"
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int is_watched(int file, char path[PATH_MAX]) {
    const char *root = getenv("DISK_ROOT");
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = root ? readlink(link, path, PATH_MAX - 1) : -1;
    if (length < 0) return 0;
    path[length] = 0;
    size_t start = strlen(root);
    return strncmp(path, root, start) == 0 && (path[start] == '/' || path[start] == 0);
}

// A second name keeps the number of a file from being given to another one.
static void pin(const char *path, ino_t number) {
    char name[PATH_MAX];
    snprintf(name, sizeof name, "%s/pin%lu", getenv("DISK_SYNCED"), (unsigned long)number);
    link(path, name);
}

static void copy_file(int file, FILE *copy) {
    static __thread char bytes[1 << 16];
    off_t place = 0;
    ssize_t count;
    // Through this very descriptor: closing another one would give up the locks of SQLite.
    while ((count = pread(file, bytes, sizeof bytes, place)) > 0) {
        fwrite(bytes, 1, (size_t)count, copy);
        place += count;
    }
}

static void copy_folder(const char *path, FILE *copy) {
    DIR *folder = opendir(path);
    struct dirent *entry;
    while (folder && (entry = readdir(folder))) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        char name[PATH_MAX];
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (entry->d_type == DT_REG) pin(name, entry->d_ino);
        fprintf(copy, "%c %lu %s\n", entry->d_type == DT_DIR ? 'd' : 'f',
                (unsigned long)entry->d_ino, entry->d_name);
    }
    if (folder) closedir(folder);
}

static void cut(void) { kill(getpid(), SIGKILL); }

static void count_sync(void) {
    static int count;
    const char *last = getenv("CUT_AT_SYNC");
    if (last && __sync_add_and_fetch(&count, 1) == atoi(last)) cut();
}

static int keep(int file) {
    char path[PATH_MAX], fresh[PATH_MAX], kept[PATH_MAX], lock_path[PATH_MAX];
    struct stat facts;
    if (!is_watched(file, path) || fstat(file, &facts)) return 0;
    const char *synced = getenv("DISK_SYNCED");
    int is_folder = S_ISDIR(facts.st_mode);
    snprintf(lock_path, sizeof lock_path, "%s/lock", synced);
    snprintf(fresh, sizeof fresh, "%s/fresh", synced);
    snprintf(kept, sizeof kept, "%s/%c%lu", synced, is_folder ? 'd' : 'f',
             (unsigned long)facts.st_ino);
    int lock = open(lock_path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    syscall(SYS_flock, lock, LOCK_EX);
    FILE *copy = fopen(fresh, "we");
    if (is_folder) copy_folder(path, copy);
    else {
        pin(path, facts.st_ino);
        copy_file(file, copy);
    }
    fclose(copy);
    rename(fresh, kept);
    close(lock);
    count_sync();
    return 0;
}

int fsync(int file) { return keep(file); }
int fdatasync(int file) { return keep(file); }

static int holds(const char *name, const void *bytes, size_t count) {
    const char *words = getenv(name);
    return words && *words && memmem(bytes, count, words, strlen(words));
}

static int is_socket(int file) {
    struct stat facts;
    return fstat(file, &facts) == 0 && S_ISSOCK(facts.st_mode);
}

ssize_t write(int file, const void *bytes, size_t count) {
    // The dashboard has its terminal open twice.
    if ((file == 1 || isatty(file)) && holds("CUT_BEFORE_PRINT", bytes, count)) cut();
    ssize_t written = REAL(write)(file, bytes, count);
    if (holds("CUT_AFTER_SEND", bytes, count) && is_socket(file)) cut();
    return written;
}

ssize_t writev(int file, const struct iovec *parts, int count) {
    ssize_t written = REAL(writev)(file, parts, count);
    if (count > 0 && holds("CUT_AFTER_SEND", parts[0].iov_base, parts[0].iov_len)
        && is_socket(file)) cut();
    return written;
}

int flock(int file, int operation) {
    const char *error = getenv("NO_FLOCK");
    if (error) return errno = atoi(error), -1;
    return (int)syscall(SYS_flock, file, operation);
}

static int record_lock(int file, int command, void *argument) {
    const char *error = getenv("NO_RECORD_LOCKS");
    int is_lock = command == F_OFD_SETLK || command == F_OFD_SETLKW || command == F_SETLK
        || command == F_SETLKW;
    if (error && is_lock) return errno = atoi(error), -1;
    return (int)syscall(SYS_fcntl, file, command, argument);
}

int fcntl(int file, int command, ...) {
    va_list arguments;
    va_start(arguments, command);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    return record_lock(file, command, argument);
}

int fcntl64(int file, int command, ...) {
    va_list arguments;
    va_start(arguments, command);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    return record_lock(file, command, argument);
}

int socket(int domain, int type, int protocol) {
    const char *error = domain == AF_INET || domain == AF_INET6 ? getenv("NO_SOCKET") : NULL;
    if (error) return errno = atoi(error), -1;
    return (int)syscall(SYS_socket, domain, type, protocol);
}

static int is_loopback(const struct sockaddr *address) {
    static const struct in6_addr here = IN6ADDR_LOOPBACK_INIT;
    if (address->sa_family == AF_INET)
        return ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) >> 24 == 127;
    return !memcmp(&((const struct sockaddr_in6 *)address)->sin6_addr, &here, sizeof here);
}

int connect(int file, const struct sockaddr *address, socklen_t length) {
    int is_internet = address->sa_family == AF_INET || address->sa_family == AF_INET6;
    const char *error = is_internet ? getenv("NO_CONNECT") : NULL;
    if (is_internet && !error && !is_loopback(address)) error = getenv("NO_ROUTE");
    if (error) return errno = atoi(error), -1;
    return REAL(connect)(file, address, length);
}

static time_t clock_ahead(void) {
    const char *path = getenv("CLOCK_AHEAD");
    char text[32] = "";
    int file = path ? (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return 0;
    syscall(SYS_read, file, text, sizeof text - 1);
    syscall(SYS_close, file);
    return atol(text);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = (int)syscall(SYS_clock_gettime, clock, now);
    if (result == 0 && clock == CLOCK_REALTIME) now->tv_sec += clock_ahead();
    return result;
}

int timespec_get(struct timespec *now, int base) {
    return clock_gettime(CLOCK_REALTIME, now) ? 0 : base;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    struct timespec time;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &time);
    now->tv_sec = time.tv_sec;
    now->tv_usec = time.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *now) {
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    if (now) *now = time.tv_sec;
    return time.tv_sec;
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **found) {
    static int asked;
    char names[4096], mark[512], *place, *later;
    snprintf(names, sizeof names, ",%s,", getenv("NAMES") ? getenv("NAMES") : "");
    snprintf(mark, sizeof mark, ",%s=", name ? name : "");
    if (!(place = strstr(names, mark))) return REAL(getaddrinfo)(name, service, hints, found);
    place += strlen(mark);
    *strchr(place, ',') = 0;
    if ((later = strchr(place, '>'))) *later++ = 0;
    if (later && __sync_fetch_and_add(&asked, 1)) place = later;
    return REAL(getaddrinfo)(place, service, hints, found);
}
