struct DashboardRun {
    let common: CommonOptions
    let look: LookOptions
    func run() async throws {}
}
