import Machine

/// Where a file lies: `MACHINE FILE`, or only the file on a machine without a name. A file system
/// may give the number of a file that was removed to the next one, so its birth belongs to it.
struct JournalHome {
    private let machine: String?
    private let file: String

    init?(_ path: String) {
        guard let identity = FileIdentity(path) else { return nil }
        machine = MachineID.text
        file = ["\(identity.number)", FileBirth(path)?.text].compactMap(\.self).joined(
            separator: "@"
        )
    }

    var text: String { [machine, file].compactMap(\.self).joined(separator: " ") }

    /// A machine without a name may be any.
    func isSame(as text: String) -> Bool {
        let parts = text.split(separator: " ").map(String.init)
        guard parts.last == file else { return false }
        guard parts.count == 2, let machine else { return true }
        return parts[0] == machine
    }
}
