/// What a piece of the screen is; a theme says how it looks.
public enum Role: String, Sendable, CaseIterable {
    case text, muted, strong, accent
    case border
    case borderFocused = "border_focused"
    case title
    case titleFocused = "title_focused"
    case header
    case badge
    case badgeWarning = "badge_warning"
    case footer
    case footerKey = "footer_key"
    case footerDisabled = "footer_disabled"
    case tableHeader = "table_header"
    case tableSelected = "table_selected"
    case tableSelectedBlurred = "table_selected_blurred"
    case stateQueued = "state_queued"
    case stateSending = "state_sending"
    case statePending = "state_pending"
    case stateProcessing = "state_processing"
    case stateSuccess = "state_success"
    case stateFailed = "state_failed"
    case stateRefused = "state_refused"
    case stateUnknown = "state_unknown"
    case barDone = "bar_done"
    case barRest = "bar_rest"
    case barLate = "bar_late"
    case label
    case labelFocused = "label_focused"
    case value
    case valueFocused = "value_focused"
    case unset
    case input
    case inputFocused = "input_focused"
    case scrollbar
    case fault
    case button
    case buttonFocused = "button_focused"
    case overlay
    case overlayBorder = "overlay_border"
    case overlaySelected = "overlay_selected"
    case noticeSuccess = "notice_success"
    case noticePlain = "notice_plain"
    case noticeWarning = "notice_warning"
    case noticeError = "notice_error"
}
