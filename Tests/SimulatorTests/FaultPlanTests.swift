import Testing

@testable import Simulator

@Suite struct FaultPlanTests {
    @Test func aPlanReadsTheCommandLine() throws {
        var plan = FaultPlan.none
        try plan.set("all=0.1")
        try plan.set("close-after=0.3")
        #expect(plan[.closeAfter] == 0.3 && plan[.slow] == 0.1)
        for text in ["slow", "slow=2", "slow=x", "slow=", "swift=0.1", "=1", ""] {
            #expect(throws: FaultPlanError.self) { try plan.set(text) }
        }
        #expect(
            FaultPlanError.unknownFault("swift").description.hasSuffix(
                "webhook-garbage, webhook-lost"
            )
        )
    }

    @Test func theManualNamesEveryFault() {
        let names = Fault.allCases.map(\.rawValue)
        #expect(names.allSatisfy { Manual.text.contains("  \($0) ") })
        #expect(Manual.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
    }
}
