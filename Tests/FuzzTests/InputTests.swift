import Fuzz
import Testing

struct InputTests {
    @Test func freshInputsAreReadOrRefusedInAClearLine() {
        let first = UInt64.random(in: 0...UInt64(UInt32.max)) << 20
        print("2000 inputs from seed \(first); again with: soak --inputs 2000 --seed \(first)")
        let complaint = FuzzInputs(first: first, count: 2000).firstComplaint()
        #expect(complaint == nil, "\(complaint?.description ?? "")")
    }

    @Test func freshDamageOfAJournalIsReadOrRefusedInAClearLine() {
        let first = UInt64.random(in: 0...UInt64(UInt32.max))
        let scratch = Scratch()
        for place in first..<first + 100 {
            let input = FuzzInput(seed: place * Reader.journalShare)
            #expect(input.reader == .journal)
            let complaint = input.complaint(in: scratch)
            #expect(complaint == nil, "seed \(place * Reader.journalShare): \(complaint ?? "")")
        }
    }

    /// Each of them once ended the program or broke a rule.
    @Test(arguments: Known.allCases) func anInputThatOnceWasTooMuchIsFine(known: Known) {
        let complaint = known.reader.complaint(about: Array(known.text.utf8))
        #expect(complaint == nil, "\(complaint ?? "")")
    }

    @Test func aSeedMakesTheSameInputAgain() {
        for seed in 0..<100 as Range<UInt64> {
            #expect(FuzzInput(seed: seed).bytes == FuzzInput(seed: seed).bytes)
        }
    }
}
