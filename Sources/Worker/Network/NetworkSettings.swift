import Apixo
import AsyncHTTPClient
import Glibc
import HTTPGuard
import NIOCore
import NIOSSL

/// What the user says of the way to the service and to its results.
public struct NetworkSettings: Sendable {
    public var proxies = Proxies()
    /// Whether results may come over plain http.
    public var allowsPlainResults = false
    /// Who vouches for servers in place of those the system trusts.
    private var trustRoots: [NIOSSLCertificate]?

    public init() {}

    /// - Parameter caFile: What the configuration names; `SSL_CERT_FILE` comes first.
    public init(environment: [String: String], caFile: String?) throws(NetworkError) {
        proxies = try Proxies(environment: environment)
        if let path = environment["SSL_CERT_FILE"], !path.isEmpty {
            trustRoots = try Self.certificates(path, named: "SSL_CERT_FILE")
        } else if let caFile {
            trustRoots = try Self.certificates(caFile, named: "ca_file")
        }
    }

    /// How a host is asked.
    func client(
        for url: WebURL?,
        timeout: HTTPClient.Configuration.Timeout,
    ) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: timeout,
            proxy: url.flatMap(proxies.proxy),
        )
        if let trustRoots {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates(trustRoots)
            configuration.tlsConfiguration = tls
        }
        configuration.connectionPool.retryConnectionEstablishment = false
        // The guard knows how this version writes an answer.
        configuration.httpVersion = .http1Only
        configuration.http1_1ConnectionDebugInitializer = AnswerGuard.install
        return configuration
    }

    private static func certificates(
        _ path: String,
        named name: String,
    ) throws(NetworkError) -> [NIOSSLCertificate] {
        var facts = stat()
        // A pipe would be waited for.
        guard stat(path, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
            throw NetworkError(name, "names no file that can be read: \(path)")
        }
        do {
            let list = try NIOSSLCertificate.fromPEMFile(path)
            if !list.isEmpty { return list }
        } catch {}
        throw NetworkError(name, "names a file without a certificate in PEM: \(path)")
    }
}
