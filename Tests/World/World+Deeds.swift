import Apixo
import Tasks

extension World {
    mutating func perform(_ deed: Deed) {
        guard case .storm = phase, !programs.isEmpty else { return }
        let id = dice.pick(programs.keys.sorted())
        if case .quit = deed {
            tell("the user quits program \(id)")
            let later = now + dice.seconds(0...20)
            timeline.add(.start(.dashboard), at: later)
            return post(.stop, to: id)
        }
        if case .rest = deed {
            timeline.add(.message(id, .resume), at: now + dice.seconds(0...30))
            return post(.pause, to: id)
        }
        if case .submit = deed { return post(.submit(requests()), to: id) }
        if case .topUp = deed { return topUp() }
        guard let userCommand = userCommand(deed, by: id) else { return }
        tell("the user of program \(id) wishes: \(userCommand.plainWords)")
        post(.userCommand(userCommand), to: id)
    }

    mutating func requests() -> [GenerateRequest] {
        let model = dice.pick(models.models)
        let count = dice.happens(0.1) ? dice.number(5...15) : dice.number(1...4)
        return (0..<count).map { model.request("picture \($0)") }
    }

    private mutating func userCommand(_ deed: Deed, by id: ProgramID) -> UserCommand? {
        switch deed {
        case .pollNow: return somebody { $0.life.running != nil }.map(UserCommand.pollNow)
        case .takeBack:
            let isUnsentMeant = dice.happens(0.7)
            return somebody { $0.life == .queued || !isUnsentMeant }.map(UserCommand.remove)
        case .settle: return somebody { $0.state == .unknown }.map(UserCommand.settle)
        case .downloadAgain: return somebody { $0.state == .success }.map(UserCommand.downloadAgain)
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
        case .submit, .topUp, .rest, .quit: return nil
        }
    }

    private mutating func somebody(where isMeant: (TrackedTask) -> Bool) -> TaskNumber? {
        let tasks = journal.entries.values.map(\.task).filter(isMeant).map(\.id).sorted()
        return tasks.isEmpty ? nil : dice.pick(tasks)
    }
}
