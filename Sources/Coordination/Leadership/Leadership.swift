import Tasks

/// What a program is to the others on its task store. Only a term has an engine.
enum Leadership {
    /// Another program leads, or nobody does yet.
    case following(Follower)
    case leading(Term)
    /// Nothing more is begun; what is under way is still taken in.
    case steppingDown(Term, Reason)
    /// Stopped by its terminal; another program may lead.
    case suspended

    enum Reason: Equatable {
        /// The user, or a signal, ends the program.
        case stop
        /// The terminal is about to stop the program; it may be back before all is settled.
        case suspension(isBack: Bool)
        /// The machine's clock was set; the next coordinator goes by the new time.
        case newClock
        /// Another program leads: what it has to know is forwarded to it, and nothing written here.
        case demotion(then: Next)
    }

    /// What follows a demotion.
    enum Next: Equatable {
        case following
        case suspension(isBack: Bool)
    }

    var term: Term? {
        get {
            switch self {
            case .leading(let term), .steppingDown(let term, _): term
            case .following, .suspended: nil
            }
        }
        set {
            guard let newValue else { return }
            switch self {
            case .leading: self = .leading(newValue)
            case .steppingDown(_, let reason): self = .steppingDown(newValue, reason)
            case .following, .suspended: break
            }
        }
    }

    var follower: Follower? {
        get { if case .following(let follower) = self { follower } else { nil } }
        set {
            guard let newValue, case .following = self else { return }
            self = .following(newValue)
        }
    }

    /// Whether what this program decides is written down.
    var isLeader: Bool {
        switch self {
        case .leading: true
        case .steppingDown(_, .demotion): false
        case .steppingDown: true
        case .following, .suspended: false
        }
    }

    var isDemoted: Bool {
        if case .steppingDown(_, .demotion) = self { true } else { false }
    }

    /// Whether the terminal has stopped the program, or is about to.
    var isSuspending: Bool {
        switch self {
        case .suspended, .steppingDown(_, .suspension), .steppingDown(_, .demotion(.suspension)):
            true
        case .following, .leading, .steppingDown: false
        }
    }

    /// Begins nothing more in this term, for this reason.
    mutating func stepDown(_ reason: Reason) {
        guard var term else { return }
        term.engine.close()
        self = .steppingDown(term, reason)
    }
}
