import Apixo
import Dashboard

extension Settings {
    /// - Parameter name: As an argument named it; nil leaves it to the configuration.
    public func theme(named name: String?) throws(StartupError) -> Theme {
        let name = name ?? configuration.theme ?? "midnight"
        let file = "\(folders.themes)/\(name).toml"
        do throws(FileError) {
            if !name.contains("/"), let small = try SmallFile(path: file) {
                return try Theme(text: small.text, file: file)
            }
            if let theme = try Theme.builtIn(named: name) { return theme }
        } catch {
            throw .usage(error.description)
        }
        let known = Theme.names.joined(separator: ", ")
        throw .usage("--theme: there is no theme \(name); built in are \(known), or put \(file)")
    }
}
