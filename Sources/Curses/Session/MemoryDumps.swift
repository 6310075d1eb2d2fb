import CNcurses
import Glibc

/// The memory of a program that holds a key is for nobody else.
public enum MemoryDumps {
    /// No core file is written, nor handed to a collector, and other programs of the user cannot
    /// read the memory.
    public static func forbid() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        cn_forbid_dumps()
    }
}
