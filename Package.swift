// swift-tools-version: 6.2
import PackageDescription

/// The test command sets the variable, so that a warning stops a change here and not a user with a
/// newer compiler.
let warnings: [SwiftSetting] =
    Context.environment["YUSHI_WARNINGS_AS_ERRORS"] == nil ? [] : [.treatAllWarnings(as: .error)]

/// Every target is held to the same rules: Swift 6, explicit existentials, imports that stay
/// internal, and an `unsafe` in front of every expression that the compiler cannot check.
let settings: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .strictMemorySafety(),
    ] + warnings

/// A Swift target of this package. The list of dependencies is the import rule of the module.
func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func program(
    _ name: String, _ dependencies: [Target.Dependency], linking libraries: [String] = []
) -> Target {
    .executableTarget(
        name: name, dependencies: dependencies, swiftSettings: settings,
        linkerSettings: libraries.map { .linkedLibrary($0) })
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")

let package = Package(
    name: "yushi",
    products: [
        .executable(name: "yushid", targets: ["yushid"]),
        .executable(name: "yushi", targets: ["yushi"]),
        .library(name: "Client", targets: ["Client"]),
        .library(name: "Supervision", targets: ["Supervision"]),
        // Loaded before a server by the soak.
        .library(name: "PowerLoss", type: .dynamic, targets: ["CPowerLoss"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(
            url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        // C borders
        .systemLibrary(name: "CUV", pkgConfig: "libuv", providers: [.apt(["libuv1-dev"])]),
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CEpoll"),
        .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
        .target(name: "CAllocator"),
        .target(name: "CPowerLoss"),
        .target(name: "CJSON", linkerSettings: [.linkedLibrary("simdjson")]),

        // From the law outward to the wire, the disk and the processes
        module("JSONText", ["CJSON"]),
        module("Digest", ["COpenSSL"]),
        module("Packing", ["CLZ4"]),
        module("Files"),
        module("Supervision"),
        module("Machines", ["Supervision"]),
        module("Wire", ["Supervision", "JSONText"]),
        module("Journal", ["Supervision", "JSONText"]),
        module("ReferenceData", ["Supervision", "JSONText", "Files"]),
        module("SQLiteStorage", ["Journal", "CSQLite"]),
        module(
            "Engine",
            ["Supervision", "Wire", "Journal", "JSONText", "Digest", "Packing", deque, heap]),
        module("LoopIO", ["CUV"]),
        module(
            "Server",
            [
                "Engine", "Supervision", "Wire", "LoopIO", "Journal", "SQLiteStorage",
                "ReferenceData", "JSONText", "Files", deque, logging,
            ]),
        module("Client", ["JSONText"]),
        module("Analysis", ["JSONText", "Digest"]),
        .target(
            // Its templates are compiled in: the program needs nothing beside it.
            name: "Papers", dependencies: ["Supervision", "JSONText", mustache],
            resources: [.embedInCode("Templates")], swiftSettings: settings),
        module(
            "Sessions",
            ["Client", "Engine", "Journal", "Supervision", "ReferenceData", "JSONText", "Files"]),
        program(
            "yushi-load",
            [
                "CEpoll", arguments, deque,
                .product(name: "Histogram", package: "hdrhistogram-swift"),
            ]),
        module("Soak"),
        program("yushi-soak", ["Soak", "Client", "JSONText", arguments]),
        // What one thread allocates and another frees is cheaper with jemalloc than with glibc's
        // malloc, by about a seventh of a command.
        program(
            "yushid",
            [
                "CAllocator", "Server", "Supervision", "ReferenceData", "LoopIO", "Files",
                arguments,
            ],
            linking: ["jemalloc"]),
        // Files are checked before a server sees them with the readers that the server has.
        program(
            "yushi",
            [
                "Client", "Sessions", "ReferenceData", "Machines", "Papers", "Analysis",
                "Supervision", "JSONText", "Digest", "Files", arguments,
            ]),

        // The same border for each module's evidence
        tests("JSONTextTests", ["JSONText"]),
        tests("DigestTests", ["Digest"]),
        tests("PackingTests", ["Packing"]),
        tests("FilesTests", ["Files"]),
        tests("SupervisionTests", ["Supervision", "ReferenceData"]),
        tests("MachinesTests", ["Machines", "Supervision"]),
        .testTarget(
            name: "WireTests", dependencies: ["Wire", "Supervision", "JSONText"],
            exclude: ["Cases"], swiftSettings: settings),
        .testTarget(
            name: "JournalTests", dependencies: ["Journal", "Supervision", "JSONText"],
            exclude: ["Golden"], swiftSettings: settings),
        tests("StorageTests", ["Journal", "SQLiteStorage", "Files"]),
        tests("ReferenceDataTests", ["ReferenceData", "Supervision", "JSONText", "Files"]),
        tests("LoopIOTests", ["LoopIO"]),
        tests("WireViewTests", ["Wire", "Supervision", "JSONText"]),
        tests(
            "EngineTests",
            [
                "Engine", "Supervision", "Wire", "Journal", "JSONText", "Digest", "ReferenceData",
                "Sessions",
            ]),
        tests(
            "ClientTests",
            [
                "Client", "Sessions", "yushi", "ReferenceData", "Machines", "Papers",
                "Supervision", "JSONText", arguments,
            ]),
        tests("PapersTests", ["Papers", "Supervision", "JSONText"]),
        tests("AnalysisTests", ["Analysis", "JSONText"]),
        tests("SessionScriptTests", ["Sessions", "JSONText"]),
        tests("BenchTests", []),
        tests(
            "ServerTests",
            [
                "Server", "Engine", "Journal", "SQLiteStorage", "LoopIO", "yushid", "yushi",
                "yushi-load",
            ]),
        tests("SoakTests", ["Soak", "yushi-soak", "yushid"]),
        tests("SessionTests", ["Sessions", "yushi", "yushid"]),
        tests("TidyTests", ["JSONText"]),
    ],
    cxxLanguageStandard: .cxx17
)
