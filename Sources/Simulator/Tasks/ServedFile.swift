import Apixo

/// One file that a finished task leads to; its bytes are made when they are asked for.
struct ServedFile: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case jpeg(PixelSize?)
        case png(PixelSize?)
        case mp4
    }

    static let folder = "/results/"

    let taskID: String
    /// From 1.
    let number: Int
    let kind: Kind

    var path: String { "\(Self.folder)\(taskID)/\(number).\(kind.ending)" }

    var bytes: [UInt8] {
        let name = "\(taskID)/\(number)"
        return switch kind {
        case .jpeg(let size): SamplePicture.shaped(like: size).jpeg(marked: name)
        case .png(let size): SamplePicture.shaped(like: size).png(marked: name)
        case .mp4: PackageResources.clip_mp4
        }
    }
}

extension ServedFile.Kind {
    /// The kind of file the model makes of such an input.
    init(_ model: Model, _ input: [String: FieldValue]) {
        guard model.output == .image else {
            self = .mp4
            return
        }
        let size = model.pixelSize(for: input)
        let format = model.field(named: "output_format")
        let isJPEG = format != nil && input["output_format"] != .text("png")
        self = isJPEG ? .jpeg(size) : .png(size)
    }

    var ending: String {
        switch self {
        case .png: "png"
        case .jpeg: "jpg"
        case .mp4: "mp4"
        }
    }

    var contentType: String {
        switch self {
        case .png: "image/png"
        case .jpeg: "image/jpeg"
        case .mp4: "video/mp4"
        }
    }
}
