// swift-tools-version: 6.2

// Each import between modules is a line here, so the compiler keeps their direction: towards the nouns.

import PackageDescription

let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

let package = Package(
    name: "grapevine",
    platforms: [.macOS(.v15)],
    targets: [
        .target(name: "Domain", swiftSettings: strict),
        .target(name: "Attribution", dependencies: ["Domain"], swiftSettings: strict),
        .target(name: "Ledger", dependencies: ["Domain"], swiftSettings: strict),
        .target(name: "TestSupport", dependencies: ["Domain"], path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "DomainTests", dependencies: ["Domain", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "AttributionTests", dependencies: ["Attribution", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "LedgerTests", dependencies: ["Ledger", "TestSupport"], swiftSettings: strict),
    ]
)
