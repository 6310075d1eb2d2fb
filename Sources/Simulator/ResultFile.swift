import Apixo

/// One file that a finished task leads to; its bytes are made when they are asked for.
struct ResultFile: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case png(width: Int, height: Int)
        case jpeg(width: Int, height: Int)
        case mp4
    }

    static let folder = "/results/"

    let taskID: String
    /// From 1.
    let number: Int
    let kind: Kind

    var path: String { "\(Self.folder)\(taskID)/\(number).\(kind.ending)" }

    var bytes: [UInt8] {
        switch kind {
        case .png(let width, let height): PNG.bytes(of: picture(width, height))
        case .jpeg(let width, let height): JPEG.bytes(of: picture(width, height))
        case .mp4: PackageResources.clip_mp4
        }
    }

    private func picture(_ width: Int, _ height: Int) -> Landscape {
        Landscape(seed: "\(taskID)/\(number)", width: width, height: height)
    }
}

extension ResultFile.Kind {
    /// The kind of file the model makes of such an input.
    init(_ model: Model, _ input: [String: FieldValue]) {
        guard model.output == .image else {
            self = .mp4
            return
        }
        let size = model.pixelSize(for: input)
        let width = min(max(size?.width ?? 1024, 1), 8192)
        let height = min(max(size?.height ?? 1024, 1), 8192)
        let format = model.field(named: "output_format")
        let isJPEG = format != nil && input["output_format"] != .text("png")
        self = isJPEG ? .jpeg(width: width, height: height) : .png(width: width, height: height)
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
