import Apixo
import Tasks

extension AppState {
    /// Why a command cannot be done now, as a sentence; nil when it can.
    func disabledReason(of command: KeyCommand) -> String? {
        switch command {
        case .task(let command): disabledReason(of: command)
        case .submit: environment.hasKey ? nil : .noKey
        case .refreshBalance: environment.hasKey ? nil : .noKey
        case .resumeSending: status.isHeld ? nil : "No queue is held"
        case .narrow(.text), .narrow(.state), .narrow(.sort), .focus, .nextPane, .previousPane,
            .newRequest, .move, .open, .close, .accept, .decline, .moveInForm, .change,
            .startTyping, .newline, .edit, .help, .notices, .suspend, .quit:
            nil
        }
    }

    private func disabledReason(of command: TaskCommand) -> String? {
        guard let row = table.selectedRow else { return "No task is selected" }
        guard row.isReadable else {
            return "#\(row.id.rawValue) cannot be read; its row in the journal is kept"
        }
        switch command {
        case .repeatRequest, .copy: return disabledReasonForReading(row)
        case .poll: return disabledReasonForPolling(row)
        case .download: return disabledReasonForDownloading(row)
        case .remove: return disabledReasonForRemoving(row)
        case .confirm: return disabledReasonForConfirming(row)
        case .resolve:
            return row.state == .unknown
                ? disabledReasonForReading(row)
                : "#\(row.id.rawValue) is \(row.state.rawValue), not unknown"
        }
    }

    private func disabledReasonForReading(_ row: TaskRow) -> String? {
        selectedTask == nil ? "#\(row.id.rawValue) is still being read" : nil
    }

    private func disabledReasonForPolling(_ row: TaskRow) -> String? {
        switch row.state {
        case .pending, .processing: nil
        case .queued, .sending: "#\(row.id.rawValue) has no taskId yet"
        case .success, .failed, .refused:
            "#\(row.id.rawValue) has ended; there is nothing to poll"
        case .unknown: "#\(row.id.rawValue) has no taskId; press u to attach one"
        }
    }

    private func disabledReasonForDownloading(_ row: TaskRow) -> String? {
        guard row.state == .success else { return "#\(row.id.rawValue) has no results" }
        guard let detail = selectedTask else { return disabledReasonForReading(row) }
        return detail.files.isEmpty ? "#\(row.id.rawValue) has no result URLs" : nil
    }

    func disabledReasonForRemoving(_ row: TaskRow) -> String? {
        switch row.state {
        case .queued, .success, .failed, .refused, .unknown: nil
        case .sending: "#\(row.id.rawValue) is being sent"
        case .pending, .processing:
            row.isParked
                ? nil : "#\(row.id.rawValue) is running and paid for; it stays until it ends"
        }
    }
}

extension String {
    fileprivate static let noKey =
        "No API key: set APIXO_API_KEY or run apixo login; apixo --demo needs none"
}
