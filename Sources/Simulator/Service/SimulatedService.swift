import Apixo

/// All that the service knows. Decides every call at a given moment and does nothing else, so that
/// a test can drive it with a made-up clock.
struct SimulatedService: Sendable {
    /// USD a unit where the catalog has no price: the seeds state none.
    static let usualPrice = 0.01

    /// Where result files are served; known once the server listens.
    var base: String
    private(set) var balance: Double
    let models: [String: Model]
    let timeScale: Double
    let enforcesLimits: Bool
    let faults: FaultPlan
    var random: SplitMix
    var tasks: [String: SimulatedTask] = [:]
    let plan: Plan?
    private var accountWindow = ServedWindow()
    private var windows: [String: ServedWindow] = [:]
    /// When the unfinished tasks of a model end.
    private var endings: [String: [Int]] = [:]

    init(_ options: SimulatorOptions) {
        base = "http://127.0.0.1:\(options.port)"
        balance = options.balance
        models = Dictionary(
            options.catalog.models.map { ($0.id.rawValue, $0) },
            uniquingKeysWith: { $1 },
        )
        timeScale = options.timeScale.isFinite ? min(max(options.timeScale, 0), 1000) : 1
        enforcesLimits = options.enforcesLimits
        plan = options.plan
        faults = options.faults
        random = SplitMix(seed: options.seed)
    }

    mutating func handle(_ call: ServiceCall, at now: Int) -> CallOutcome {
        switch call.endpoint {
        case .generate(let name): generate(name, call, at: now)
        case .poll(let name, let taskID): poll(name, taskID, call, at: now)
        case .balance: showBalance(call, at: now)
        case .file(let path): serve(path, call, at: now)
        case .unknown: refuse(call, .unknownPath, at: now)
        }
    }

    /// The model of a call that may be served; its faults are drawn after this.
    func admit(_ name: String, _ call: ServiceCall) throws(SimulatedRefusal) -> Model {
        guard call.hasKey else { throw .wrongKey }
        guard let model = models[name] else { throw .unknownModel }
        return model
    }

    mutating func countRequest(to model: Model, at now: Int) throws(SimulatedRefusal) {
        let limit = model.limits.requestsPerMinute
        guard enforcesLimits else { return }
        try countRequestOfAccount(at: now)
        guard windows[model.id.rawValue, default: ServedWindow()].takes(oneAt: now, limit: limit)
        else { throw .requestsPerMinute }
    }

    mutating func countRequestOfAccount(at now: Int) throws(SimulatedRefusal) {
        guard let limit = plan?.limits.requestsPerMinute else { return }
        guard accountWindow.takes(oneAt: now, limit: limit) else { throw .requestsOfAccount }
    }

    mutating func checkSlot(of model: Model, at now: Int) throws(SimulatedRefusal) {
        guard enforcesLimits else { return }
        for name in endings.keys { endings[name]?.removeAll { $0 <= now } }
        if let limit = plan?.limits.tasksAtOnce {
            let running = endings.values.reduce(0) { $0 + $1.count }
            guard running < limit else { throw .tasksOfAccount }
        }
        guard endings[model.id.rawValue, default: []].count < model.limits.tasksAtOnce else {
            throw .tasksAtOnce
        }
    }

    /// The one place where a task comes into being.
    mutating func keep(_ task: SimulatedTask, cost: Double) {
        tasks[task.id] = task
        endings[task.model, default: []].append(task.completeTime ?? .max)
        balance -= cost
    }

    mutating func refuse(
        _ call: ServiceCall,
        _ refusal: SimulatedRefusal,
        fault: Fault? = nil,
        at now: Int,
    ) -> CallOutcome {
        var refusal = refusal
        let message = message(refusal.message, fault: fault)
        if fault == .hostileText, case .error(let error) = refusal.content {
            refusal.content = .error(error + HostileText.make(from: &random))
        }
        var entry = LedgerEntry(.refused, at: now, model: call.endpoint.model)
        entry.endpoint = call.endpoint.name
        entry.reason = refusal.reason
        if case .poll(_, let taskID) = call.endpoint { entry.taskId = taskID }
        let answer = SimulatedAnswer(
            status: refusal.status,
            body: .text(refusal.json(message: message))
        )
        return finish(answer, entry, fault: fault)
    }

    mutating func finish(_ answer: SimulatedAnswer, _ entry: LedgerEntry, fault: Fault?)
        -> CallOutcome
    {
        var reply = CallOutcome(answer: answer, entry: entry)
        if let fault { reply.answer.suffer(fault, timeScale: timeScale, random: &random) }
        reply.entry.fault = fault
        reply.entry.status = reply.answer.delivery == .nothing ? nil : reply.answer.status
        return reply
    }

    mutating func message(_ usual: String, fault: Fault?) -> String {
        fault == .hostileText ? HostileText.make(from: &random) : usual
    }
}
