/// An ISO 4217 currency that is in use.
package struct Currency: Hashable, Sendable {
    /// Three capitals, `INR`.
    package let code: String

    /// - Returns: nil unless `code` is one of ISO 4217's, in capitals.
    package init?(_ code: String) {
        guard Self.decimalsByCode[code] != nil else { return nil }
        self.code = code
    }

    /// How many digits the minor unit has: JPY 0, INR 2, KWD 3.
    package var decimals: Int {
        Self.decimalsByCode[code] ?? 2
    }

    private static let decimalsByCode: [String: Int] = {
        var decimals: [String: Int] = [:]
        for (count, codes) in [
            (0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"),
            (3, "BHD IQD JOD KWD LYD OMR TND"),
            (
                2,
                """
                AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF \
                CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF \
                IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR \
                MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD \
                SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER \
                ZAR ZMW ZWG
                """
            ),
        ] {
            for code in codes.split(separator: " ") {
                decimals[String(code)] = count
            }
        }
        return decimals
    }()
}
