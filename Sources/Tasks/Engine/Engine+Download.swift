import Apixo

extension Engine {
    private static let downloadsAtOnce = 4
    /// However long the waits have grown, one more try comes so many seconds before the URL dies.
    private static let lastTryBefore = 60.0

    /// The result files of a task that has just succeeded are wanted at once: their URLs die.
    mutating func collect(
        _ result: TaskResult,
        of task: TrackedTask,
        since end: Timestamp,
        at now: Timestamp,
    ) {
        let expiresAt = end + Double(model(task.model).resultLifetime)
        for (index, url) in result.urls.enumerated() {
            let id = FileID(task: task.id, number: index + 1)
            keep(
                ResultFile(
                    id: id,
                    url: url,
                    expiresAt: expiresAt,
                    state: .wanted(url, at: now),
                )
            )
        }
    }

    mutating func downloaded(_ id: FileID, _ outcome: DownloadOutcome, at now: Timestamp) {
        downloading.remove(id)
        guard var file = files[id], case .waiting(_, let tries, _) = file.state else { return }
        defer { keep(file) }
        let kept = file.kept
        file.kept = nil
        switch outcome {
        case .saved(let path, let bytes):
            file.state = .saved(path: path, bytes: bytes)
        case .kept(let reason):
            file.putBack(kept, reason)
        case .failed(let reason, let isFinal):
            let next = now + Backoff.download.wait(after: tries + 1, using: &random)
            let last = file.expiresAt - Self.lastTryBefore
            file.state =
                isFinal || last <= now
                ? .lost(reason: reason)
                : .waiting(next: min(next, last), tries: tries + 1, reason: reason)
        }
    }

    mutating func startDownloads(at now: Timestamp) {
        for file in files.values.sorted(by: Self.isSooner) {
            guard downloading.count < Self.downloadsAtOnce else { return }
            guard !downloading.contains(file.id), case .waiting(let next, _, _) = file.state,
                next <= now
            else { continue }
            downloading.insert(file.id)
            decision.calls.append(.download(file))
        }
    }

    var nextDownload: Timestamp? {
        guard downloading.count < Self.downloadsAtOnce else { return nil }
        return files.values.compactMap { file in
            guard !downloading.contains(file.id), case .waiting(let next, _, _) = file.state else {
                return nil
            }
            return next
        }.min()
    }

    mutating func wantDownload(_ file: ResultFile, at now: Timestamp) {
        guard !downloading.contains(file.id) else { return }
        var file = file
        let saved = file.saved
        file.note = nil
        file.kept = saved
        file.state = .wanted(file.url, at: now)
        if case .lost(let reason) = file.state { file.putBack(saved, reason) }
        keep(file)
    }

    /// What dies first is fetched first.
    private static func isSooner(_ left: ResultFile, _ right: ResultFile) -> Bool {
        (left.expiresAt, left.id.task, left.id.number)
            < (right.expiresAt, right.id.task, right.id.number)
    }

    mutating func keep(_ file: ResultFile) {
        decision.files[file.id] = file
        files[file.id] = file.isWaiting ? file : nil
    }
}

extension ResultFile {
    /// Ends a new try in vain: what was here before is here, with a word on the try.
    fileprivate mutating func putBack(_ saved: SavedFile?, _ reason: String) {
        kept = nil
        guard let saved else {
            state = .lost(reason: reason)
            return
        }
        state = .saved(path: saved.path, bytes: saved.bytes)
        note = reason
    }
}

extension ResultFile.State {
    /// To be fetched at once; what is no address is never asked.
    fileprivate static func wanted(_ url: String, at now: Timestamp) -> Self {
        do throws(WebURLError) {
            _ = try WebURL(checking: url)
            return .waiting(next: now, tries: 0, reason: nil)
        } catch {
            return .lost(reason: error.description)
        }
    }
}

extension TaskTimes {
    /// When the task ended, as far as that can be believed: the life of its URLs counts from there,
    /// and a program that was away learns of it late.
    func end(from accepted: Timestamp, to now: Timestamp) -> Timestamp {
        guard let completeTime else { return now }
        return min(now, max(accepted, Timestamp(milliseconds: completeTime)))
    }
}
