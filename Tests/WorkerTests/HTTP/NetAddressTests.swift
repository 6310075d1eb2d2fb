import Testing

@testable import Worker

struct NetAddressTests {
    @Test(arguments: [
        "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "127.0.0.1", "169.254.169.254",
        "100.64.0.1", "100.127.255.255", "0.0.0.0", "198.18.0.1", "198.19.255.255", "240.0.0.1",
        "255.255.255.255", "224.0.0.1", "239.255.255.250", "192.0.2.1", "198.51.100.1",
        "203.0.113.1", "192.0.0.1", "192.88.99.1", "127.1", "2130706433", "0x7f.1", "0",
        "::1", "::", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fdff::1", "ff02::1",
        "64:ff9b::a01:203", "64:ff9b:1::1", "2002:a01:203::1", "2001:0:a01:203::1", "2001:db8::1",
        "3fff::1", "::ffff:10.1.2.3", "::ffff:1.1.1.1", "::10.1.2.3", "100::1", "5f00::1",
        "fe80::1%eth0",
    ])
    func anAddressThatIsNoHostOfTheOpenInternetIsNotPublic(text: String) throws {
        #expect(try #require(NetAddress(text)).isPublic == false)
    }

    @Test(arguments: [
        "1.1.1.1", "9.9.9.9", "11.0.0.1", "100.63.0.1", "100.128.0.1", "172.15.0.1", "172.32.0.1",
        "192.0.1.1", "198.17.0.1", "198.20.0.1", "223.255.255.254", "2606:4700::1111",
        "2001:200::1", "2001:4860:4860::8888", "2a00:1450::1", "3ffe::1",
    ])
    func aHostOfTheOpenInternetIsPublic(text: String) throws {
        #expect(try #require(NetAddress(text)).isPublic)
    }

    @Test(arguments: ["", "example.com", "1.2.3.4.5", "256.1.1.1", "[::1]", "::g"])
    func whatIsNoAddressIsNone(text: String) {
        #expect(NetAddress(text) == nil)
    }

    @Test func aRangeHoldsWhatBeginsLikeIt() throws {
        let range = try #require(NetRange("10.32.0.0/11"))
        for (text, isIn) in [
            ("10.32.0.0", true), ("10.63.255.255", true), ("10.64.0.0", false), ("::1", false),
        ] {
            #expect(range.contains(try #require(NetAddress(text))) == isIn, "\(text)")
        }
        #expect(try #require(NetRange("0.0.0.0/0")).contains(try #require(NetAddress("9.9.9.9"))))
        for text in ["10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/8/8", "a/8", "::/129"] {
            #expect(NetRange(text) == nil, "\(text)")
        }
    }

    /// Whoever lists several addresses gets none of them asked if one of them is inside.
    @Test func oneAddressInsideIsEnough() async throws {
        let hosts = ResultHosts(
            rules: AddressRules(mayLeadInside: false),
            lookUp: { _ in ["1.1.1.1", "10.0.0.1"].compactMap(NetAddress.init) },
        )
        let url = try hosts.rules.first("https://pictures.apixo.test/1.png")
        let fault = await #expect(throws: DownloadError.self) {
            _ = try await hosts.ask(url, .init(url: url.text))
        }
        #expect(fault?.description.contains("pictures.apixo.test (10.0.0.1) is inside") == true)
    }
}
