/// The failMsg of each failCode that the documents name.
enum FailCodes {
    static let usual = "GENERATION_FAILED"

    static func message(for code: String) -> String {
        messages[code] ?? "The task failed with \(code)"
    }

    private static let messages = [
        "CONTENT_VIOLATION": "Content does not meet safety guidelines",
        "INVALID_IMAGE_URL": "Cannot access provided image URL",
        "NSFW_DETECTED": "Adult content was detected",
        "PROMPT_TOO_LONG": "The prompt exceeds the character limit",
        "INVALID_PROMPT": "The prompt is empty or malformed",
        "IMAGE_TOO_LARGE": "The input image exceeds the size limit",
        "UNSUPPORTED_FORMAT": "The image format is not supported",
        "IMAGE_DOWNLOAD_FAILED": "The image could not be downloaded",
        "PROCESSING_TIMEOUT": "The task took too long to process",
        "MODEL_UNAVAILABLE": "The model is temporarily unavailable",
        "GENERATION_FAILED": "The generation failed",
        "INSUFFICIENT_CREDITS": "Insufficient credits",
        "INVALID_LORA_URL": "Cannot access provided LoRA URL",
        "SensitiveContent": "The content violates the usage policy",
        "SensitiveContentDetected": "The content was flagged as sensitive",
        "InputImageSensitiveContentDetected": "The input image was flagged as sensitive",
        "InputOutputSensitiveContentDetected": "The input or output was flagged as sensitive",
        "NSFW": "Adult content was detected",
        "ProhibitedContentDetected": "Prohibited content was detected",
        "PromptLengthExceeded": "The prompt exceeds the character limit",
    ]
}
