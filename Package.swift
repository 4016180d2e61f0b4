// swift-tools-version: 6.2

// Each import between modules is a line here, so the compiler keeps their direction: towards the nouns.

import PackageDescription

let strict: [SwiftSetting] = [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]

let bigIntegers = Target.Dependency.product(name: "BigInt", package: "BigInt")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let collections = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let yaml = Target.Dependency.product(name: "Yams", package: "Yams")

// For LD_PRELOAD, so a file of its own; only tests use it. A sanitizer's runtime cannot be in it and in the server.
let shim: [Product] =
    Context.environment["SANITIZER"] == nil
    ? [.library(name: "FaultShim", type: .dynamic, targets: ["FaultShim"])] : []

let package = Package(
    name: "grapevine",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "grapevine", targets: ["CLI"])] + shim,
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        .target(name: "Domain", swiftSettings: strict),
        .target(name: "Attribution", dependencies: ["Domain", bigIntegers], swiftSettings: strict),
        .target(name: "Ledger", dependencies: ["Domain"], swiftSettings: strict),

        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),

        .target(name: "Wire", dependencies: ["CLinux", "CZlib"], swiftSettings: strict),
        .target(name: "Server", dependencies: ["Wire", logging, collections], swiftSettings: strict),

        .target(
            name: "Migrations", path: "Migrations",
            resources: [
                .embedInCode("m0001-programs.sql"), .embedInCode("m0002-referrers.sql"),
                .embedInCode("m0003-clicks.sql"), .embedInCode("m0004-events.sql"),
                .embedInCode("m0005-conversions.sql"), .embedInCode("m0006-rewards.sql"),
                .embedInCode("m0007-keys.sql"), .embedInCode("m0008-click-orders.sql"),
                .embedInCode("m0009-attribution.sql"),
                .embedInCode("m0010-first-visits.sql"),
                .embedInCode("m0011-lean-orders.sql"),
            ],
            swiftSettings: strict),
        .target(
            name: "Store", dependencies: ["Domain", "CSQLite", "Migrations", collections, crypto],
            swiftSettings: strict),
        .target(
            name: "Tracking", dependencies: ["Domain", "Attribution", "Ledger", "Store", crypto],
            swiftSettings: strict),
        .target(
            name: "Web",
            dependencies: ["Domain", "Attribution", "Ledger", "Store", "Tracking", "Wire", crypto, logging],
            swiftSettings: strict),
        .executableTarget(
            name: "CLI",
            dependencies: [
                "Domain", "Attribution", "Ledger", "Wire", "Server", "Store", "Tracking", "Web",
                argumentParser, logging, yaml,
            ],
            swiftSettings: strict),

        .executableTarget(
            name: "Benchmarks", dependencies: ["Attribution", "Domain", "TestSupport"], path: "Benchmarks",
            exclude: ["README.md", "Peers"],
            resources: [.embedInCode("clicks.lua"), .embedInCode("orders.lua")], swiftSettings: strict),

        .target(name: "FaultShim", path: "Tests/FaultShim"),
        .executableTarget(
            name: "Soak", dependencies: ["TestSupport"], path: "Tests/Soak", swiftSettings: strict),

        .target(name: "TestSupport", dependencies: ["Domain"], path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(name: "DomainTests", dependencies: ["Domain", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "AttributionTests", dependencies: ["Attribution", "TestSupport", bigIntegers], swiftSettings: strict),
        .testTarget(name: "LedgerTests", dependencies: ["Ledger", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "WireTests", dependencies: ["Wire", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "ServerTests", dependencies: ["Server", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "StoreTests", dependencies: ["Store", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "TrackingTests", dependencies: ["Domain", "Store", "Tracking", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "WebTests", dependencies: ["Web", "TestSupport"], swiftSettings: strict),
        .testTarget(name: "CLITests", dependencies: ["CLI", "Domain", "Wire", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests", dependencies: ["CLI", "Store", "TestSupport", "Wire"], exclude: ["Kept"],
            swiftSettings: strict),
    ]
)
