import Dispatch

/// Runs tasks on a queue of their own: what waits for a disk there keeps nothing else waiting.
final class QueueExecutor: TaskExecutor {
    private let queue: DispatchQueue

    init(_ label: String, isConcurrent: Bool = false) {
        queue = DispatchQueue(label: label, attributes: isConcurrent ? .concurrent : [])
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
