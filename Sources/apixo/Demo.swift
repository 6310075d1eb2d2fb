import Apixo
import Simulator
import Worker

/// The simulated service inside the program, with a data folder of its own.
struct Demo {
    private let simulator: Simulator

    /// Settings that lead to a simulator on loopback; neither key nor journal of the user are touched.
    static func start(_ common: CommonOptions, _ look: LookOptions) throws -> (Settings, Demo?) {
        var settings = try Settings(common, isDemo: true)
        var options = SimulatorOptions()
        options.timeScale = look.timeScale
        options.catalog = settings.catalog
        options.seed = UInt64.random(in: 0...UInt64.max)
        let key = options.key
        let (started, address) = try waiting { [options] in
            let simulator = try await Simulator.start(options)
            return (simulator, simulator.baseURL)
        }
        settings.key = APIKey(key)
        settings.endpoint = try Endpoint(address)
        return (settings, Demo(simulator: started))
    }

    func stop() {
        // The program ends anyway; a simulator that does not stop in time holds up nothing.
        try? waiting { [simulator] in await simulator.stop() }
    }
}
