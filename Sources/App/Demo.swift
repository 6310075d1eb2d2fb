import Apixo
import Simulator
import Worker

/// The simulated service inside the program, with a data folder of its own. It ends with the program.
enum Demo {
    /// Settings that lead to a simulator on loopback; neither key nor journal of the user are touched.
    static func settings(_ common: CommonOptions, _ pace: PaceOptions) throws -> Settings {
        var settings = try Settings(common, isDemo: true)
        var options = SimulatorOptions()
        options.timeScale = pace.timeScale
        options.catalog = settings.catalog
        options.seed = UInt64.random(in: 0...UInt64.max)
        let key = options.key
        let address = try waiting { [options] in try await Simulator.start(options).baseURL }
        settings.key = APIKey(key)
        settings.endpoint = try Endpoint(address)
        // The port is another one each time.
        settings.service = "demo"
        return settings
    }
}
