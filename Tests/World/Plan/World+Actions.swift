import Apixo
import Coordination
import Tasks

extension World {
    mutating func perform(_ action: UserAction) {
        guard case .storm = phase, !programs.isEmpty else { return }
        let id = dice.pick(programs.keys.sorted())
        switch action {
        case .quit:
            tell("the user quits program \(id)")
            timeline.add(.start(.dashboard), at: now + dice.seconds(0...20))
            programs[id]?.isQuitting = true
            post(.stop, to: id)
        case .suspend: suspend(id)
        case .submit: post(.submit(requests().map(called), isAgain: true), to: id)
        case .topUp: topUp()
        case .askBalance: post(.refreshBalance, to: id)
        case .pollNow, .takeBack, .cancel, .markLost, .attach, .downloadAgain, .resumeSending,
            .confirm:
            guard let command = command(for: action, at: id) else { return }
            tell("the user of program \(id) wants: \(command.plainWords)")
            post(.userCommand(command), to: id)
        }
    }

    mutating func freezeSomebody() {
        guard case .storm = phase, !programs.isEmpty else { return }
        freeze(dice.pick(programs.keys.sorted()))
    }

    mutating func replaceLock() {
        guard case .storm = phase else { return }
        tell("the file of the lock is replaced")
        lock.replace()
    }

    /// With a callback asked for, in worlds that have them.
    func called(_ request: GenerateRequest) -> GenerateRequest {
        isCalledBack ? request.calling(Self.receiver) : request
    }

    mutating func requests() -> [GenerateRequest] {
        let model = dice.pick(models.models)
        let count = dice.happens(0.1) ? dice.number(5...15) : dice.number(1...4)
        return (0..<count).map { model.request("picture \($0)") }
    }

    private mutating func command(for action: UserAction, at id: ProgramID) -> UserCommand? {
        switch action {
        case .pollNow: return somebody { $0.life.running != nil }.map(UserCommand.pollNow)
        case .takeBack:
            let isUnsentMeant = dice.happens(0.7)
            return somebody { $0.life == .queued || !isUnsentMeant }.map(UserCommand.remove)
        case .cancel: return somebody { !$0.state.isFinished }.map(UserCommand.cancel)
        case .markLost: return somebody { $0.state == .unknown }.map(UserCommand.markLost)
        case .downloadAgain:
            return somebody { $0.state == .success }.map { .downloadAgain($0, fileNumbers: []) }
        case .attach:
            guard let number = somebody(where: { $0.state == .unknown }) else { return nil }
            let known = service.job(for: number)?.id
            let wrong = TaskID(rawValue: "somebody-else's")
            return .attach(number, dice.happens(0.2) ? wrong : known ?? wrong)
        case .resumeSending:
            return .resumeSending(dice.happens(0.5) ? nil : dice.pick(models.models).id)
        case .confirm:
            let clock = programs[id]?.clock(now) ?? now
            return somebody { $0.life == .queued }.map { .confirm($0, at: clock) }
        case .submit, .topUp, .askBalance, .suspend, .quit: return nil
        }
    }

    private mutating func somebody(where isMeant: (TrackedTask) -> Bool) -> TaskNumber? {
        let tasks = disk.content.entries.values.map(\.task).filter(isMeant).map(\.id).sorted()
        return tasks.isEmpty ? nil : dice.pick(tasks)
    }
}
