import AsyncHTTPClient

/// A server's answer whose body is still to come; the client it comes through lives as long as this.
final class ResultAnswer: Sendable {
    let response: HTTPClientResponse
    private let client: HTTPClient

    init(_ response: HTTPClientResponse, through client: HTTPClient) {
        self.response = response
        self.client = client
    }

    deinit { shutDownLater(client) }

    /// Where the server says the file is; nil when this is the answer itself.
    var redirect: String? {
        [301, 302, 303, 307, 308].contains(response.status.code)
            ? response.headers.first(name: "Location") : nil
    }
}
