import Apixo
import Foundation
import Glibc
import Programs
import Testing

/// The real program, killed at random moments and by power cuts, against the ledger of a service that
/// never dies.
struct CrashTests {
    /// `make crash-test` asks for more.
    static let kills =
        ProcessInfo.processInfo.environment["APIXO_KILLS"].flatMap(Int.init) ?? 30

    @Test(.timeLimit(.minutes(30)))
    func nothingIsLostAndNothingIsSentTwice() async throws {
        var campaign = try await Campaign()
        print("crash campaign: seed \(campaign.seed), \(Self.kills) kills")
        while campaign.kills < Self.kills { try await campaign.killOnce() }
        try await campaign.finish()
        try await campaign.check()
    }

    @Test(.timeLimit(.minutes(30)))
    func nothingIsLostAndNothingIsSentTwiceWhenThePowerFails() async throws {
        var campaign = try await Campaign(hasPowerCuts: true)
        print("crash campaign: seed \(campaign.seed), \(Self.kills) power cuts")
        while campaign.powerCuts < Self.kills { try await campaign.cutPower() }
        try await campaign.finish()
        try await campaign.check()
    }
}
