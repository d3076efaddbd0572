// swift-tools-version:6.2
import Foundation
import PackageDescription

// The rooms of the house, and what each may import. `docs/architecture.md` says why;
// Tests/ArchitectureTests holds the sources to the same table.

/// `POLITY_WARNINGS=error` makes warnings errors, in our own targets only (`make check`).
let strict: [SwiftSetting] =
    [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + (ProcessInfo.processInfo.environment["POLITY_WARNINGS"] == "error" ? [.treatAllWarnings(as: .error)] : [])

/// Assets (views, styles, texts, migrations) are compiled into the target that owns them.
nonisolated(unsafe) let embed: [Target.PluginUsage] = ["EmbedAssets"]

func engine(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, path: "Sources/Engines/\(name)", swiftSettings: strict)
}

func platform(_ name: String, _ dependencies: [Target.Dependency], assets: [String] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Sources/Platform/\(name)", exclude: assets,
        swiftSettings: strict, plugins: assets.isEmpty ? [] : embed)
}

func block(_ name: String, _ dependencies: [Target.Dependency] = [], assets: [String]) -> Target {
    .target(
        name: name, dependencies: ["Base", "Store", "Journal", "Web", "BuildingBlock"] + dependencies,
        path: "Sources/Blocks/\(name)", exclude: assets, swiftSettings: strict, plugins: embed)
}

func clibrary(_ name: String, _ pkgConfig: String, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/Platform/\(name)", pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, path: "Tests/\(name)Tests",
        swiftSettings: strict)
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// `POLITY_TESTS=Base,Store` keeps only these test targets, so that working on one room compiles no other.
let chosenTests = ProcessInfo.processInfo.environment["POLITY_TESTS"]?.split(separator: ",").map { "\($0)Tests" }

/// What the tests of a block need: databases on both engines, and pages without a port.
let blockTests: [Target.Dependency] = [
    "Base", "Store", "Journal", "Web", "BuildingBlock", "WebTesting", "StoreTesting", "StoreSQLite", "StorePostgres",
    hummingbirdTesting,
]

let package = Package(
    name: "polity",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "polity", targets: ["Polity"])],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-asn1.git", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.1"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(
            url: "https://github.com/apple/swift-configuration.git", from: "1.4.0",
            traits: ["YAML", "CommandLineArguments"]),
        .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    ],
    targets: [
        // Engines: values in, values out.
        engine("TransparencyLog", [crypto]),
        engine("FEEL"),
        engine("XML"),
        engine("DMN", ["FEEL", "XML"]),
        engine("BPMN", ["FEEL", "XML"]),
        engine("ServiceDefinition", ["FEEL", "XML", "DMN", "BPMN", yams]),

        // Platform.
        platform("Base", []),
        platform("Store", ["Base", logging, crypto], assets: ["Migrations"]),
        platform("StoreSQLite", ["Base", "Store", grdb, sqlite, logging]),
        platform("StorePostgres", ["Base", "Store", "CLibPQ", crypto, logging]),
        platform("StoreS3", ["Base", "Store", httpClient, nioCore, nioHTTP1, crypto, logging]),
        // For tests alone: a suite's databases, on both engines.
        platform("StoreTesting", ["Base", "Store", "StoreSQLite", "StorePostgres", logging]),
        platform("Journal", ["Base", "Store", "TransparencyLog", crypto, logging], assets: ["Migrations"]),
        platform(
            "Web",
            [
                "Base", "Store", "CZlib", hummingbird, hummingbirdCore, httpTypes, nioCore, nioPosix, nioHTTP1,
                nioHTTPTypes, lifecycle, mustache, crypto, logging,
            ],
            assets: ["Views", "Assets", "Texts"]),
        // For tests alone: drives routes without sockets.
        platform("WebTesting", ["Base", "Web", hummingbird, httpTypes, nioCore, logging]),
        platform("BuildingBlock", ["Base", "Store", "Journal", "Web", argumentParser, yams]),
        clibrary("CLibPQ", "libpq", apt: "libpq-dev"),
        clibrary("CArgon2", "libargon2", apt: "libargon2-dev"),
        clibrary("CZlib", "zlib", apt: "zlib1g-dev"),
        clibrary("CPango", "pangocairo", apt: "libpango1.0-dev"),
        clibrary("CQRencode", "libqrencode", apt: "libqrencode-dev"),
        clibrary("CCurl", "libcurl", apt: "libcurl4-openssl-dev"),
        platform("QRCode", ["CQRencode"]),
        platform("Typesetting", ["CPango", "QRCode", "XML"]),

        // Blocks, tier 1.
        block("Identity", ["CArgon2", crypto], assets: ["Views", "Texts", "Migrations"]),
        block("Transparency", ["TransparencyLog", crypto], assets: ["Views", "Texts"]),
        block("Operations", [], assets: ["Views", "Texts"]),
        block("Portal", [], assets: ["Views", "Texts"]),
        block("Registries", ["FEEL", yams, crypto], assets: ["Views", "Texts", "Migrations"]),
        block(
            "Payments", ["QRCode", yams, crypto, httpClient, nioCore, nioHTTP1, logging],
            assets: ["Views", "Texts", "Migrations"]),
        block(
            "Documents", ["Typesetting", "TransparencyLog", asn1, x509, crypto, yams],
            assets: ["Views", "Texts", "Migrations"]),
        block("Messages", ["CCurl"], assets: ["Views", "Texts", "Migrations"]),
        block("Webhooks", [crypto, httpClient, nioCore, nioHTTP1], assets: ["Views", "Texts", "Migrations"]),
        block("Processes", ["BPMN", "DMN", "FEEL", yams, crypto, logging], assets: ["Texts", "Views", "Migrations"]),
        // Blocks, tier 2.
        block(
            "CitizenServices",
            ["Processes", "ServiceDefinition", "Typesetting", "BPMN", "DMN", "FEEL", crypto, logging],
            assets: ["Views", "Texts", "Migrations"]),
        block("ServiceRequests", [yams, crypto], assets: ["Views", "Texts", "Migrations"]),

        // The program.
        .executableTarget(
            name: "Polity",
            dependencies: [
                "TransparencyLog", "FEEL", "DMN", "Base", "Store", "StoreSQLite", "StorePostgres", "StoreS3", "Journal",
                "Web", "BuildingBlock",
                "Identity", "Transparency", "Operations", "Portal", "ServiceRequests", "BPMN", "XML",
                "ServiceDefinition", "QRCode",
                "Typesetting", "Registries", "Payments", "Documents", "Messages", "Webhooks", "Processes",
                "CitizenServices",
                hummingbird, argumentParser, configuration, httpClient, nioCore,
                nioHTTP1, unixSignals, logging, lifecycle, yams,
            ],
            path: "Sources/Polity", swiftSettings: strict),

        // Tools.
        .executableTarget(name: "embed", path: "Sources/Tools/embed", swiftSettings: strict),
        .plugin(name: "EmbedAssets", capability: .buildTool(), dependencies: ["embed"]),

        // The bare server beside which `make bench` measures.
        .executableTarget(name: "hello", dependencies: [hummingbird], path: "Benchmarks/hello", swiftSettings: strict),

        .executableTarget(
            name: "BenchWeb", dependencies: ["Base", "Web", hummingbird, logging, lifecycle], path: "Benchmarks/Web",
            swiftSettings: strict),

        .executableTarget(
            name: "BenchStore", dependencies: ["Base", "Store", "StoreSQLite", "StorePostgres", "StoreTesting", grdb],
            path: "Benchmarks/Store", swiftSettings: strict),

        .executableTarget(
            name: "BenchJournal",
            dependencies: ["Base", "Store", "StoreTesting", "Journal", "TransparencyLog", logging],
            path: "Benchmarks/Journal", swiftSettings: strict),

        .executableTarget(
            name: "BenchRegistries",
            dependencies: ["Base", "Store", "StoreTesting", "Journal", "BuildingBlock", "Registries", "FEEL", logging],
            path: "Benchmarks/Registries", swiftSettings: strict),

        .executableTarget(
            name: "BenchCitizenServices",
            dependencies: [
                "Base", "Store", "StoreTesting", "Journal", "Web", "BuildingBlock", "ServiceDefinition", "FEEL",
                "Processes", "CitizenServices", logging,
            ],
            path: "Benchmarks/CitizenServices", swiftSettings: strict),

        .executableTarget(
            name: "BenchRules", dependencies: ["FEEL", "DMN", "CAllocations"], path: "Benchmarks/Rules",
            swiftSettings: strict),

        // Counts what a benchmark allocates.
        .target(name: "CAllocations", path: "Benchmarks/Allocations"),

        .executableTarget(
            name: "BenchProcesses", dependencies: ["BPMN", "FEEL"], path: "Benchmarks/Processes", swiftSettings: strict),

        .executableTarget(
            name: "BenchDocuments", dependencies: ["Base", "BuildingBlock", "Documents", "Typesetting"],
            path: "Benchmarks/Documents",
            swiftSettings: strict),

        .executableTarget(
            name: "BenchProcessStore",
            dependencies: [
                "Base", "Store", "StoreTesting", "Journal", "Web", "BuildingBlock", "BPMN", "Processes", logging,
            ],
            path: "Benchmarks/ProcessStore", swiftSettings: strict),

        // The program that CrashTests of processes kill.
        .executableTarget(
            name: "ProcessDriver",
            dependencies: [
                "Base", "Store", "StoreSQLite", "StorePostgres", "Journal", "Web", "BuildingBlock", "BPMN", "FEEL",
                "Processes", logging,
            ],
            path: "Tests/ProcessDriver", swiftSettings: strict),

        .executableTarget(
            name: "BenchServices", dependencies: ["FEEL", "ServiceDefinition"], path: "Benchmarks/Services",
            swiftSettings: strict),

        // Tests.
        tests("TransparencyLog"),
        tests("FEEL"),
        tests("DMN", ["FEEL"]),
        tests("BPMN", ["FEEL", "XML"]),
        tests("ServiceDefinition", ["Base", "FEEL"]),
        tests("QRCode"),
        tests("Typesetting", ["QRCode"]),
        tests("Base"),
        tests(
            "Store",
            ["StoreTesting", "StoreSQLite", "StorePostgres", "StoreS3", httpClient, nioCore, nioHTTP1, crypto, logging]),
        tests("Journal", ["StoreTesting", "StoreSQLite", "StorePostgres"]),
        tests("Web", ["WebTesting", "Base", "Store", logging, lifecycle, httpTypes]),
        tests("BuildingBlock", ["Store"]),
        tests("Identity", blockTests),
        tests("ServiceRequests", blockTests),
        tests("Transparency", blockTests + ["TransparencyLog"]),
        tests("Operations", blockTests),
        tests("Registries", blockTests),
        tests("Payments", blockTests),
        tests("Documents", blockTests + ["Typesetting", "TransparencyLog", x509, asn1]),
        tests("Messages", blockTests),
        tests("Webhooks", blockTests),
        tests("Processes", blockTests + ["BPMN", "FEEL", "DMN", "ProcessDriver", crypto, logging]),
        tests("CitizenServices", blockTests + ["Processes", "ServiceDefinition", "Typesetting", "FEEL", logging]),
        tests("Polity", [argumentParser, logging]),
        // A year of a town against the whole program; `make simulate` runs it with many.
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "Polity", "BPMN", "Base", "Store", "Journal", "BuildingBlock", "ServiceDefinition", "FEEL", "Identity",
                "Registries", "Payments", "Documents", "Messages", "Processes", "CitizenServices", "StoreTesting",
                argumentParser, logging,
            ],
            path: "Tests/SimulationTests", swiftSettings: strict),
        .testTarget(
            name: "ArchitectureTests", path: "Tests/ArchitectureTests", exclude: ["long-files.txt"],
            swiftSettings: strict),
    ]
)

if let chosenTests {
    // What the chosen tests reach, and nothing else.
    var needed: Set<String> = []
    var waiting = chosenTests + ["EmbedAssets", "embed"]
    while let name = waiting.popLast() {
        guard needed.insert(name).inserted, let target = package.targets.first(where: { $0.name == name }) else {
            continue
        }
        for case .byNameItem(let name, condition: _) in target.dependencies { waiting.append(name) }
    }
    package.targets.removeAll { !needed.contains($0.name) }
    package.products.removeAll { !needed.contains("Polity") && $0.name == "polity" }
}
