import Foundation
import Glibc

/// A small file system, mounted where the tests may do so.
public enum Disk {
    /// Only root may mount, and not in every container.
    public static let isMountable: Bool = {
        guard geteuid() == 0, let folder = try? Folder() else { return false }
        let place = "\(folder.path)/disk"
        mkdir(place, 0o700)
        guard Glibc.mount("tmpfs", place, "tmpfs", 0, "size=64k") == 0 else { return false }
        umount2(place, 0)
        return true
    }()

    public static func mount(_ place: String, _ options: String) throws {
        let isReadOnly = options.hasSuffix(",ro")
        let size = options.split(separator: ",")[0]
        let flags = isReadOnly ? UInt(1) : 0
        guard Glibc.mount("tmpfs", place, "tmpfs", flags, String(size)) == 0 else {
            throw POSIXError(.init(rawValue: errno) ?? .EPERM)
        }
    }

    /// As a disk that shows errors is mounted anew.
    public static func forbidWriting(_ place: String) throws {
        let (readOnly, remount) = (UInt(1), UInt(32))
        guard Glibc.mount("none", place, nil, readOnly | remount, nil) == 0 else {
            throw POSIXError(.init(rawValue: errno) ?? .EPERM)
        }
    }

    public static func unmount(_ place: String) { umount2(place, Int32(MNT_DETACH)) }

    /// Writes until no byte more goes in.
    public static func fill(_ path: String) throws {
        let file = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)
        defer { close(file) }
        let bytes = [UInt8](repeating: 0, count: 4096)
        while write(file, bytes, bytes.count) > 0 {}
        while write(file, bytes, 1) > 0 {}
    }
}
