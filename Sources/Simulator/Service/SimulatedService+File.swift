extension SimulatedService {
    /// A result file, for anyone who has its address; the key is not asked for.
    mutating func serve(_ path: String, _ call: ServiceCall, at now: Int) -> CallOutcome {
        var fault: Fault?
        do throws(SimulatedRefusal) {
            let file = try file(at: path, now)
            fault = faults.draw(for: .download, from: &random)
            if let fault, fault.hidesAnswer { throw .by(fault) }
            var entry = LedgerEntry(.download, at: now, taskId: file.taskID)
            entry.path = path
            let answer = SimulatedAnswer(contentType: file.kind.contentType, body: .file(file))
            return finish(answer, entry, fault: fault)
        } catch {
            var reply = refuse(call, error, fault: fault, at: now)
            reply.entry.path = path
            return reply
        }
    }

    private func file(at path: String, _ now: Int) throws(SimulatedRefusal) -> ServedFile {
        let parts = path.split(separator: "/")
        guard parts.count == 3, let task = tasks[String(parts[1])],
            task.phase(at: now) == .ended, let file = task.file(path: path)
        else { throw .unknownPath }
        guard !task.hasExpired(at: now) else { throw .expired }
        return file
    }
}
