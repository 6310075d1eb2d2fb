import Apixo
import Coordination
import Tasks

/// Many tasks of one model sent at once in a world without trouble.
public struct Wave: Sendable {
    /// Until the last result was seen, in seconds.
    public var seconds: Double
    /// The same tasks on the same slots, each seen the moment it ends.
    public var ideal: Double
    public var polls: Int
    public var violation: Violation?

    public static func ride(model: Model, tasks: Int, seed: UInt64) -> Wave {
        var world = World(calm: [model], seed: seed)
        world.start(.dashboard)
        let requests = (0..<tasks).map { model.request("picture \($0)") }
        world.post(.submit(requests, isAgain: true), to: world.programsStarted)
        while world.finished < tasks, let (at, happening) = world.timeline.next() {
            world.pass(to: at)
            world.happen(happening)
        }
        let ended = world.disk.content.entries.values.map(\.task.life)
        return Wave(
            seconds: world.now.seconds(since: World.beginning),
            ideal: world.ideal(of: model),
            polls: ended.compactMap(\.polls).reduce(0, +),
            violation: world.watch.violation,
        )
    }
}

extension World {
    fileprivate var finished: Int {
        disk.content.entries.values.filter(\.task.state.isFinished).count
    }

    fileprivate func ideal(of model: Model) -> Double {
        var free = Array(repeating: 0.0, count: model.limits.tasksAtOnce)
        for job in service.jobs[model.id] ?? [] {
            guard let place = free.indices.min(by: { free[$0] < free[$1] }) else { continue }
            free[place] += job.endsAt.seconds(since: job.acceptedAt)
        }
        return free.max() ?? 0
    }
}

extension Life {
    fileprivate var polls: Int? {
        switch self {
        case .succeeded(let finished, _), .failed(let finished, _): finished.polls
        default: nil
        }
    }
}
