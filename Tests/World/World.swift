import Apixo
import Coordination
import Tasks

/// A made-up world around the engine: clocks, service, network, journal, programs and users.
///
/// One seed decides everything in it. The programs are coordinators, the very ones that run outside.
public struct World {
    static let service = "https://made.up"
    static let beginning = Timestamp(milliseconds: 1_800_000_000_000)

    let models: MadeModels
    let account: MadeAccount
    var gate: SpendGate
    let isCalledBack: Bool
    /// A network that delivers some requests twice, to see that a broken invariant is told.
    var sendsTwice = false
    var dice: Dice
    var now = World.beginning
    var timeline = Timeline()
    var faults: FaultProfile
    var phase = Phase.storm
    var service = Service()
    let disk: MadeDisk
    let lock = MadeLock()
    var programs: [ProgramID: Program] = [:]
    var programsStarted = 0
    var downloadsBegun = 0
    /// Whether the clocks of the programs differ by a little.
    let hasClockErrors: Bool
    /// Milliseconds the wall clock is ahead of the world's.
    var wallAhead = 0
    var wasWallSet = false
    /// When the machine is there again after a power cut.
    var bootedAt = World.beginning
    var watch = Watch()
    var story: Story
    var happenings = 0
    /// What ends the world when it is broken.
    var watched = Set(Invariant.allCases)

    enum Phase {
        case storm
        /// No trouble any more: everything must end before `deadline`.
        case recovery(since: Timestamp, deadline: Timestamp)
        /// All has ended; time for whatever was counted to be forgotten. A late callback may wake a
        /// parked task once more.
        case quiet(deadline: Timestamp)
        /// One more wave of tasks shows that nothing is held back.
        case lastWave(tasks: ClosedRange<Int>, deadline: Timestamp)
        case over
    }

    /// What became of a world.
    public struct End: Sendable {
        public var violation: Violation?
        public var happenings: Int
        public var accepted: Int
        /// How long it lived, in simulated seconds.
        public var seconds: Double
        public var story: [String]
    }

    /// Lives through the world of a seed until all has ended or an invariant is broken.
    ///
    /// - Parameter watched: The others may be broken, which shows that these would notice by
    ///   themselves.
    public static func live(
        seed: UInt64,
        isTold: Bool = false,
        sendsTwice: Bool = false,
        watching watched: Set<Invariant> = Set(Invariant.allCases),
    ) -> End {
        var world = World(seed: seed, isTold: isTold)
        world.sendsTwice = sendsTwice
        world.watched = watched
        world.plan()
        return world.live()
    }

    init(seed: UInt64, isTold: Bool) {
        var dice = Dice(seed: seed)
        faults = FaultProfile(&dice)
        models = MadeModels(&dice)
        gate = Self.gate(&dice)
        account = MadeAccount(&dice)
        isCalledBack = dice.happens(0.3)
        hasClockErrors = dice.happens(0.3)
        disk = MadeDisk(Dice(seed: dice.seed()))
        self.dice = dice
        story = Story(isTold: isTold)
    }

    /// A world without trouble, for measuring.
    init(calm models: [Model], seed: UInt64) {
        dice = Dice(seed: seed)
        disk = MadeDisk(Dice(seed: seed))
        hasClockErrors = false
        faults = .clear
        self.models = MadeModels(models)
        account = MadeAccount()
        gate = SpendGate()
        isCalledBack = false
        story = Story(isTold: false)
    }

    mutating func live() -> End {
        while watch.violation == nil, !isOver, let (at, happening) = timeline.next() {
            pass(to: at)
            happenings += 1
            happen(happening)
            if happenings > 200_000 {
                broken(.noIdleWakes, "the world does not come to rest")
                break
            }
        }
        if let violation = watch.violation { tell("BROKEN \(violation)") }
        return End(
            violation: watch.violation,
            happenings: happenings,
            accepted: watch.accepted.count,
            seconds: now.seconds(since: Self.beginning),
            story: story.lines,
        )
    }

    private var isOver: Bool {
        guard case .over = phase else { return false }
        return true
    }

    mutating func happen(_ happening: Happening) {
        switch happening {
        case .ring(let id): ring(id)
        case .timer(let id, let number): timerFired(id, number)
        case .message(let id, let message): post(message, to: id)
        case .downloaded(let id, let file, let number, let outcome):
            downloaded(id, file, number, outcome)
        case .arrival(let parcel): arrive(parcel)
        case .callback(let id): calledBack(id)
        case .start(let kind): start(kind)
        case .upgrade(let kind, let tries): upgradeAgain(kind, tries: tries)
        case .kill: killSomebody()
        case .powerCut: cutPower()
        case .action(let action): perform(action)
        case .freeze: freezeSomebody()
        case .thaw(let id): thaw(id)
        case .resume(let id): resume(id)
        case .lockReplaced: replaceLock()
        case .diskFills(let seconds): fillDisk(for: seconds)
        case .diskHasRoom: freeDisk()
        case .clockSet(let milliseconds): setClock(milliseconds)
        case .recovery: recover()
        case .release: releaseAll()
        case .checkpoint: checkpoint()
        }
    }

    mutating func pass(to moment: Timestamp) {
        now = moment
        disk.change { $0.now = moment }
    }

    mutating func broken(_ invariant: Invariant, _ detail: String) {
        guard watch.violation == nil, watched.contains(invariant) else { return }
        watch.violation = Violation(invariant: invariant, detail: detail)
    }

    mutating func tell(_ line: @autoclosure () -> String) {
        if story.isTold { story.add(line(), at: now) }
    }

    func model(_ id: ModelID) -> Model {
        guard let model = models.models.first(where: { $0.id == id }) else {
            preconditionFailure("a request for a model nobody made")
        }
        return model
    }
}
