enum DownloadFault: Error, CustomStringConvertible {
    case gone(Int)
    case interrupted(String)
    case notMedia
    /// The address is not asked.
    case address(String)
    /// It leads to one that is not asked; another day it may lead elsewhere.
    case redirect(String)
    case tooLarge
    case disk(String, path: String)
    case folder(String, why: String)

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
        case .interrupted(let why), .address(let why), .redirect(let why): why
        case .notMedia: "what came is no image, video or sound"
        case .tooLarge: "the file is over 4 GiB"
        case .disk(let why, let path): "\(why): \(path)"
        case .folder(let path, let why): "the results folder \(path) cannot be used: \(why)"
        }
    }
}
