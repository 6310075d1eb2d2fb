enum DownloadError: Error, CustomStringConvertible {
    case gone(Int)
    case interrupted(String)
    case notMedia
    /// The address is not asked.
    case address(String)
    /// It leads to one that is not asked; another day it may lead elsewhere.
    case redirect(String)
    case tooLarge
    case disk(String, path: String)
    case folder(String, reason: String)

    /// Whether another try can only end the same way.
    var isFinal: Bool {
        switch self {
        case .tooLarge, .address: true
        case .gone, .interrupted, .notMedia, .redirect, .disk, .folder: false
        }
    }

    var description: String {
        switch self {
        case .gone(let status): "the result is not there (HTTP \(status))"
        case .interrupted(let reason), .address(let reason), .redirect(let reason): reason
        case .notMedia: "what came is no image, video or sound"
        case .tooLarge: "the file is over 4 GiB"
        case .disk(let reason, let path): "\(reason): \(path)"
        case .folder(let path, let reason): "the results folder \(path) cannot be used: \(reason)"
        }
    }
}
