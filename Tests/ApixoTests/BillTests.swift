import Testing

@testable import Apixo

struct BillTests {
    @Test(arguments: [
        (0, "0.00"), (35_000, "0.035"), (12_500_000, "12.50"), (-40_000, "-0.04"),
        (1, "0.000001"), (1_000_000_000_000, "1000000.00"),
    ])
    func anAmountIsWrittenWithoutRounding(micros: Int, text: String) {
        #expect(Dollars(micros: micros).description == text)
    }

    @Test func aThousandPricesAddUpExactly() {
        let sum = (0..<1000).reduce(Dollars.zero) { sum, _ in sum + Dollars(0.1) }
        #expect(sum == Dollars(100))
    }

    @Test func aSumTooLargeStaysTheLargest() {
        #expect(Dollars(micros: .max) + Dollars(1) == Dollars(micros: .max))
        #expect(Dollars(1) * .max == Dollars(micros: .max))
    }

    @Test func aBillNamesTheUnitsOfTheModelsFile() throws {
        let seedream = try #require(Catalog.builtIn["seedream-5-0"])
        let bill = seedream.bill(for: ["max_images": .integer(4)])
        #expect(bill == Bill(unit: .image, units: 4))
        #expect(bill.amount == nil)
        let seedance = try #require(Catalog.builtIn["seedance-1-5-pro"])
        #expect(seedance.bill(for: ["duration": .integer(8)]).units == 8)
    }

    @Test func aPriceOfTheUsersOwnFileIsMultiplied() throws {
        var model = try #require(Catalog.builtIn["seedream-5-0"])
        model.billing.price = Dollars(0.035)
        #expect(model.bill(for: ["max_images": .integer(3)]).amount == Dollars(0.105))
    }

    /// A model billed by the second, at 1 USD as a rule, whose field `seconds` is the one given.
    private func billedBySecond(
        _ field: String,
        price: String = "1",
    ) throws(FileError) -> Model {
        try Model(
            text: """
                id = "a"
                [limits]
                requests_per_minute = 60
                tasks_at_once = 1
                [polling]
                first_after = 1
                every = 1
                [billing]
                unit = "second"
                price = \(price)
                count = "seconds"
                [[field]]
                name = "seconds"
                \(field)
                """,
            file: "a.toml",
        )
    }

    @Test(arguments: [
        (#"kind = "integer"; range = [5, 20]; service_default = 10; default = 5"#, 10),
        (#"kind = "integer"; range = [5, 20]; default = 7"#, 20),
        (#"kind = "integer"; range = [5, 20]"#, 20),
        (#"kind = "integer"; values = [8, 12, 4]"#, 12),
        (#"kind = "choice"; choices = ["4", "12", "8"]; service_default = "8""#, 8),
        (#"kind = "choice"; choices = ["4", "12", "8"]"#, 12),
    ])
    func aCountThatIsNotSentIsBilledAsTheServiceMayTakeIt(_ field: String, units: Int) throws {
        let model = try billedBySecond(field.replacing("; ", with: "\n"))
        #expect(model.bill(for: [:]).amount == Dollars(Double(units)))
    }

    @Test func aCountChosenAsATextIsBilledAsItsNumber() throws {
        let model = try billedBySecond("kind = \"choice\"\nchoices = [\"4\", \"12\"]")
        #expect(model.bill(for: ["seconds": .text("12")]).units == 12)
    }

    @Test(arguments: [
        (
            #"kind = "choice"; choices = ["4", "8s"]"#,
            "seconds must be an integer or a choice of integers"
        ),
        (#"kind = "text""#, "seconds must be an integer or a choice of integers"),
        (#"kind = "toggle""#, "seconds must be an integer or a choice of integers"),
        (#"kind = "urls""#, "seconds must be an integer or a choice of integers"),
    ])
    func aCountThatIsNoNumberIsAFaultOfTheFileWithItsLine(_ field: String, reason: String) {
        let error = #expect(throws: FileError.self) {
            try billedBySecond(field.replacing("; ", with: "\n"))
        }
        #expect(error?.description.hasPrefix("a.toml:11: billing.count: \(reason)") == true)
    }

    @Test func everyBuiltInModelSendsItsCount() throws {
        for model in Catalog.builtIn.models {
            let field = try #require(model.billing.countField.flatMap(model.field(named:)))
            #expect(field.initial != nil && (field.isRequired || field.isAlwaysSent))
            #expect(field.shownWhen == nil)
        }
    }

    @Test(arguments: ["-1", "1000001", "inf", "nan"])
    func aPriceOutOfRangeIsAFaultOfTheFile(price: String) {
        let error = #expect(throws: FileError.self) {
            try billedBySecond("kind = \"integer\"\nrange = [1, 9]", price: price)
        }
        #expect(error?.description.contains("price") == true)
    }
}
