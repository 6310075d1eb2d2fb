import Coordination
import Dashboard

extension Report {
    /// The same news in the dashboard's words.
    var actions: [Action] {
        switch self {
        case .submitted(let tasks): tasks.map { .submitAccepted($0.id) }
        case .submitFailed(let reason): [.submitRejected(reason)]
        case .submitAsks(let duplicate): [.submitAsked(duplicate)]
        case .tasks(let news): [.tasksChanged(news)]
        case .files(let files): [.filesChanged(files)]
        case .status(let status): [.statusChanged(status)]
        case .window(let window): [.windowLoaded(window)]
        case .detail(let detail): [.detailLoaded(detail)]
        case .balance(let balance): [.balanceChanged(balance)]
        case .spending(let spending): [.spendingChanged(spending)]
        case .drafts(let drafts, let current): [.draftsLoaded(drafts, current: current)]
        case .leadership(let isLeader): [.leadershipChanged(isLeader: isLeader)]
        case .journalChanged: [.journalChanged]
        case .warning(let text): [.noticed(Notice(text, severity: .error))]
        }
    }
}
