/// A `failCode`. Two vocabularies exist and the set is open: an unknown one passes as it came.
public struct FailCode: RawRepresentable, Hashable, Sendable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// What it means and what the user can do; nil for a code no page names.
    public var explanation: Explanation? { Self.explanations[rawValue] }

    public struct Explanation: Sendable, Hashable {
        public var meaning: String
        public var advice: String
    }

    private static let policy = Explanation(
        meaning: "The prompt or the result breaks the content policy.",
        advice: "Reword the prompt; the same one will fail again.",
    )
    private static let adult = Explanation(
        meaning: "Adult content was found.",
        advice: "Change the prompt or the reference images.",
    )
    private static let tooLong = Explanation(
        meaning: "The prompt is longer than the model allows.",
        advice: "Shorten the prompt.",
    )

    private static let explanations: [String: Explanation] = [
        "CONTENT_VIOLATION": policy,
        "SensitiveContent": policy,
        "SensitiveContentDetected": policy,
        "ProhibitedContentDetected": Explanation(
            meaning: "Prohibited content was found.",
            advice: "Use another prompt or other images.",
        ),
        "InputImageSensitiveContentDetected": Explanation(
            meaning: "A reference image was flagged.",
            advice: "Use another image.",
        ),
        "InputOutputSensitiveContentDetected": Explanation(
            meaning: "The input or the result was flagged.",
            advice: "Use another prompt or other images.",
        ),
        "NSFW_DETECTED": adult,
        "NSFW": adult,
        "PROMPT_TOO_LONG": tooLong,
        "PromptLengthExceeded": tooLong,
        "INVALID_PROMPT": Explanation(
            meaning: "The prompt is empty or malformed.",
            advice: "Write a new prompt.",
        ),
        "INVALID_IMAGE_URL": Explanation(
            meaning: "The service cannot reach a reference image.",
            advice: "Use an address that opens in a browser without a login.",
        ),
        "IMAGE_DOWNLOAD_FAILED": Explanation(
            meaning: "The service could not fetch a reference image.",
            advice: "Check the address; another try may succeed.",
        ),
        "IMAGE_TOO_LARGE": Explanation(
            meaning: "A reference image is too big.",
            advice: "Make it smaller than 10 MB.",
        ),
        "UNSUPPORTED_FORMAT": Explanation(
            meaning: "A reference image has a file type that the model cannot read.",
            advice: "Use JPEG, PNG or WebP.",
        ),
        "PROCESSING_TIMEOUT": Explanation(
            meaning: "The service took too long and gave up.",
            advice: "You can send it again; that is a new paid request.",
        ),
        "MODEL_UNAVAILABLE": Explanation(
            meaning: "The model is offline.",
            advice: "Send it again later; that is a new paid request.",
        ),
        "GENERATION_FAILED": Explanation(
            meaning: "The model failed without saying why.",
            advice: "Try other parameters; that is a new paid request.",
        ),
        "INSUFFICIENT_CREDITS": Explanation(
            meaning: "The account has no credits left.",
            advice: "Top up the balance, then send it again.",
        ),
        "INVALID_LORA_URL": Explanation(
            meaning: "The service cannot reach a LoRA file.",
            advice: "Use an address that opens without a login.",
        ),
    ]
}
