import Apixo
import Simulator

/// The simulated service inside the program, with a data folder of its own. It ends with the program.
public enum Demo {
    /// Makes settings lead to a simulator on loopback; neither key nor journal of the user are touched.
    ///
    /// - Parameter settings: Made for the demo.
    public static func start(
        _ settings: Settings,
        timeScale: Double,
    ) async throws -> Settings {
        var options = SimulatorOptions()
        options.timeScale = timeScale
        options.catalog = settings.catalog
        options.seed = UInt64.random(in: 0...UInt64.max)
        let address = try await SimulatorServer.start(options).baseURL
        var settings = settings
        settings.key = APIKey(options.key)
        settings.endpoint = try Endpoint(address)
        // The port is another one each time.
        settings.service = "demo"
        return settings
    }
}
