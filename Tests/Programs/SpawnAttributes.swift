import Glibc

/// The threads that tests run on block signals, and a child would keep that; a shell's children do
/// not begin so.
public struct SpawnAttributes: ~Copyable {
    public var value = posix_spawnattr_t()

    public init() {
        posix_spawnattr_init(&value)
        var none = sigset_t()
        var every = sigset_t()
        sigemptyset(&none)
        sigfillset(&every)
        posix_spawnattr_setsigmask(&value, &none)
        posix_spawnattr_setsigdefault(&value, &every)
        posix_spawnattr_setflags(&value, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
    }

    deinit {
        var value = value
        posix_spawnattr_destroy(&value)
    }
}
