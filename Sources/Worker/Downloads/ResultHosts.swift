import Apixo
import AsyncHTTPClient

/// The way to the hosts of results. A name is looked up once, and what was checked is what is
/// connected to, under the name that the certificate must be for.
///
/// Through a proxy it is the proxy that looks names up: which addresses it reaches is for those who
/// run it to say. An address written in the URL is checked all the same.
struct ResultHosts: Sendable {
    /// One that cannot be reached does not hide the others for ever.
    private static let mostAddresses = 4

    let rules: AddressRules
    var network = NetworkSettings()
    var lookUp: HostLookup = systemLookup

    func ask(
        _ url: WebURL,
        _ request: HTTPClientRequest,
    ) async throws(DownloadError) -> ResultAnswer {
        var fault = DownloadError.interrupted("\(url.host) has no address")
        for configuration in try await ways(to: url) {
            let client = HTTPClient(
                eventLoopGroup: .singletonMultiThreadedEventLoopGroup,
                configuration: configuration,
            )
            do {
                let response = try await client.execute(request, timeout: .minutes(30))
                return ResultAnswer(response, through: client)
            } catch {
                shutDownLater(client)
                let reason = TransportError(error)
                fault = .interrupted(reason.reason)
                if case .lost = reason { break }
            }
        }
        throw fault
    }

    private func ways(
        to url: WebURL,
    ) async throws(DownloadError) -> [HTTPClient.Configuration] {
        let straight = network.client(
            for: url,
            timeout: .init(connect: .seconds(10), read: .seconds(60)),
        )
        if straight.proxy != nil || rules.mayLeadInside { return [straight] }
        let addresses = try await addresses(of: url.host)
        try rules.check(addresses, of: url)
        return addresses.prefix(Self.mostAddresses).map { address in
            var way = straight
            way.dnsOverride = [url.writtenHost: "\(address)"]
            return way
        }
    }

    private func addresses(of host: String) async throws(DownloadError) -> [NetAddress] {
        if let address = NetAddress(host) { return [address] }
        do throws(HostError) {
            return try await lookUp(host)
        } catch {
            throw .interrupted(error.reason)
        }
    }
}
