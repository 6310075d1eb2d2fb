import Apixo
import Tasks

/// A made-up world around the engine: clocks, service, network, journal, programs and users.
///
/// One seed decides everything in it. Around each engine it keeps the rules of the worker: decide
/// on a copy, write the decision down in one piece, keep the copy, and only then make the calls.
public struct World {
    static let beginning = Timestamp(milliseconds: 1_800_000_000_000)

    let models: MadeModels
    let account: MadeAccount
    let mutation: Mutation?
    var gate: SpendGate
    let isCalledBack: Bool
    var dice: Dice
    var now = World.beginning
    var timeline = Timeline()
    var weather: Weather
    var phase = Phase.storm
    var service = Service()
    var journal = Journal()
    var programs: [ProgramID: Program] = [:]
    var programsStarted = 0
    var leader: ProgramID?
    /// Milliseconds the wall clock is ahead of the world's.
    var wallAhead = 0
    var wasWallSet = false
    var watch = Watch()
    var story: Story
    var happenings = 0

    enum Phase {
        case storm
        /// No trouble any more: everything must end before `deadline`.
        case calm(since: Timestamp, deadline: Timestamp)
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
    public static func live(seed: UInt64, mutation: Mutation? = nil, isTold: Bool = false) -> End {
        var world = World(seed: seed, mutation: mutation, isTold: isTold)
        world.plan()
        return world.live()
    }

    init(seed: UInt64, mutation: Mutation?, isTold: Bool) {
        var dice = Dice(seed: seed)
        weather = Weather(&dice)
        models = MadeModels(&dice)
        gate = Self.gate(&dice)
        account = MadeAccount(&dice)
        isCalledBack = dice.happens(0.3)
        self.dice = dice
        self.mutation = mutation
        story = Story(isTold: isTold)
    }

    /// A world without trouble, for measuring.
    init(calm models: [Model], seed: UInt64) {
        dice = Dice(seed: seed)
        weather = .clear
        self.models = MadeModels(models)
        account = MadeAccount()
        gate = SpendGate()
        isCalledBack = false
        mutation = nil
        story = Story(isTold: false)
    }

    mutating func live() -> End {
        while watch.violation == nil, !isOver, let (at, happening) = timeline.next() {
            now = at
            happenings += 1
            happen(happening)
            if happenings > 200_000 { broken(.noIdleWakes, "the world does not come to rest") }
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
        case .arrival(let parcel): arrive(parcel)
        case .callback(let id): calledBack(id)
        case .start(let kind): start(kind)
        case .kill: killSomebody()
        case .deed(let deed): perform(deed)
        case .journalBreaks(let seconds): breakJournal(for: seconds)
        case .journalMends: mendJournal()
        case .clockSet(let milliseconds): setClock(milliseconds)
        case .calm: calmDown()
        case .reconcile: reconcile()
        case .checkpoint: checkpoint()
        }
    }

    mutating func broken(_ invariant: Invariant, _ detail: String) {
        guard watch.violation == nil else { return }
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
