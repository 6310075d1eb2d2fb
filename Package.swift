// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
]

/// What tasks lead to in the simulator: a picture for each shape, and a clip.
let shapes = ["1x1", "3x2", "2x3", "4x3", "3x4", "16x9", "9x16", "21x9"]
let pictures = shapes.flatMap { ["Media/JPEG/picture-\($0).jpg", "Media/PNG/picture-\($0).png"] }
let results: [Resource] = (pictures + ["Media/clip.mp4"]).map { .embedInCode($0) }

/// Where the sources of a target are: as they are, or the copies that hold the mutants.
func sources(_ name: String) -> String {
    Context.environment["APIXO_MUTANTS"] == nil ? "Sources/\(name)" : ".build/mutants/\(name)"
}

let package = Package(
    name: "apixo",
    products: [
        .executable(name: "apixo", targets: ["apixo"]),
        .library(name: "Preload", type: .dynamic, targets: ["Preload"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird",
            from: "2.28.1",
            traits: [],
        ),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    ],
    targets: [
        // ncursesw as Swift can see it: a module map and one header.
        .systemLibrary(name: "CLinux"),
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),

        // What a terminal is, in values.
        .target(name: "Terminal", swiftSettings: settings),

        // The one real terminal.
        .target(name: "Curses", dependencies: ["CNcurses", "Terminal"], swiftSettings: settings),

        // The service in values.
        .target(
            name: "Apixo",
            dependencies: ["TOMLKit"],
            path: sources("Apixo"),
            resources: [
                .embedInCode("Models/gpt-image-1.toml"),
                .embedInCode("Models/seedance-1-5-pro.toml"),
                .embedInCode("Models/seedream-5-0.toml"),
            ],
            swiftSettings: settings,
        ),

        // The life of tasks, pure.
        .target(
            name: "Tasks",
            dependencies: ["Apixo"],
            path: sources("Tasks"),
            swiftSettings: settings,
        ),

        // What the user's files say: configuration, folders, key, models of one's own.
        .target(name: "UserFiles", dependencies: ["Apixo", "Tasks"], swiftSettings: settings),

        // What a client of HTTP does not survive is stopped before it.
        .target(
            name: "HTTPGuard",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: settings,
        ),

        // Who leads, follows, steps down, waits and stops.
        .target(
            name: "Coordination",
            dependencies: ["Apixo", "Tasks"],
            path: sources("Coordination"),
            swiftSettings: settings,
        ),

        // What the kernel grants and knows: locks, files, clocks.
        .target(
            name: "Machine",
            dependencies: [
                "CLinux",
                "Coordination",
                "Tasks",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: settings,
        ),

        // The task store on SQLite, a file per record; the only user of GRDB.
        .target(
            name: "TaskJournal",
            dependencies: [
                "Apixo",
                "Coordination",
                "Machine",
                "Tasks",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings,
        ),

        // Does what effects ask for.
        .target(
            name: "Worker",
            dependencies: [
                "Apixo",
                "Coordination",
                "HTTPGuard",
                "Machine",
                "TaskJournal",
                "Tasks",
                "UserFiles",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings,
        ),

        // The theme files, built into the binary.
        .target(
            name: "Themes",
            path: "themes",
            resources: [.embedInCode("midnight.toml"), .embedInCode("paper.toml")],
            swiftSettings: settings,
        ),

        // The program without a terminal.
        .target(
            name: "Dashboard",
            dependencies: ["Apixo", "Tasks", "Terminal", "Themes", "TOMLKit"],
            swiftSettings: settings,
        ),

        // The service on loopback.
        .target(
            name: "Simulator",
            dependencies: [
                "Apixo",
                "HTTPGuard",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            resources: results,
            swiftSettings: settings,
        ),

        // The run loop and the wiring.
        .target(
            name: "App",
            dependencies: [
                "Apixo", "Coordination", "Curses", "Dashboard", "Machine", "Simulator",
                "TaskJournal", "Tasks", "Terminal", "UserFiles", "Worker",
            ],
            swiftSettings: settings,
        ),

        // Arguments and exit codes.
        .executableTarget(
            name: "apixo",
            dependencies: [
                "Apixo", "App", "Coordination", "Curses", "Machine", "Simulator", "TaskJournal",
                "Tasks", "Terminal", "UserFiles", "Worker",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: settings,
        ),

        .executableTarget(
            name: "soak",
            dependencies: ["Apixo", "Fuzz", "Programs", "World"],
            path: "Benchmarks/Soak",
            swiftSettings: settings,
        ),
        .executableTarget(
            name: "polls",
            dependencies: ["Apixo", "Worker"],
            path: "Benchmarks/Polls",
            swiftSettings: settings,
        ),

        // Faults written into copies of the sources, and the worlds that are to notice them.
        .executableTarget(
            name: "mutate",
            dependencies: ["TOMLKit"],
            path: "Benchmarks/Mutate",
            swiftSettings: settings,
        ),
        .executableTarget(
            name: "worlds",
            dependencies: ["World"],
            path: "Benchmarks/Worlds",
            swiftSettings: settings,
        ),

        .testTarget(name: "TerminalTests", dependencies: ["Terminal"], swiftSettings: settings),
        .testTarget(
            name: "CursesTests",
            dependencies: ["CNcurses", "Curses", "Terminal"],
            swiftSettings: settings,
        ),
        .testTarget(name: "ApixoTests", dependencies: ["Apixo"], swiftSettings: settings),
        .testTarget(
            name: "UserFilesTests",
            dependencies: ["Apixo", "Programs", "Tasks", "UserFiles"],
            swiftSettings: settings,
        ),
        .testTarget(
            name: "SimulatorTests",
            dependencies: [
                "Apixo", "Programs", "Simulator",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
            ],
            swiftSettings: settings,
        ),
        .testTarget(
            name: "DashboardTests",
            dependencies: ["Apixo", "Dashboard", "Tasks", "Terminal"],
            swiftSettings: settings,
        ),
        .testTarget(
            name: "FlowTests",
            dependencies: [
                "Apixo", "App", "Coordination", "Dashboard", "Machine", "Simulator",
                "TaskJournal", "Tasks", "Terminal", "UserFiles", "Worker",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings,
        ),
        .testTarget(
            name: "ScreenTests",
            dependencies: [
                "Apixo", "apixo", "Coordination", "Machine", "Programs", "TaskJournal", "Tasks",
                "Terminal", "Worker",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: settings,
        ),
        // A machine that loses what was not synced, or knows no locks.
        .target(name: "Preload", path: "Tests/Preload"),
        .target(
            name: "Programs",
            dependencies: [
                "Apixo",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Tests/Programs",
            swiftSettings: settings,
        ),
        // What the tests of the journal and of the worker begin with.
        .target(
            name: "Samples",
            dependencies: ["Apixo", "Coordination", "Machine", "TaskJournal", "Tasks"],
            path: "Tests/Samples",
            swiftSettings: settings,
        ),
        .testTarget(
            name: "JournalTests",
            dependencies: [
                "Apixo", "Coordination", "Machine", "Samples", "TaskJournal", "Tasks",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings,
        ),
        .testTarget(
            name: "WorkerTests",
            dependencies: [
                "Apixo", "Coordination", "Machine", "Samples", "Simulator", "TaskJournal",
                "Tasks", "UserFiles", "Worker",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: settings,
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "Apixo", "apixo", "Coordination", "Machine", "Programs", "TaskJournal", "Tasks",
                "UserFiles", "Worker",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings,
        ),
        .testTarget(
            name: "CrashTests",
            dependencies: [
                "Apixo", "apixo", "Coordination", "Machine", "Programs", "Simulator", "soak",
                "TaskJournal", "Worker",
            ],
            swiftSettings: settings,
        ),
        .target(
            name: "World",
            dependencies: ["Apixo", "Coordination", "Tasks"],
            path: "Tests/World",
            swiftSettings: settings,
        ),
        .target(
            name: "Fuzz",
            dependencies: [
                "Apixo", "Coordination", "Dashboard", "Programs", "TaskJournal", "Tasks",
                "Terminal", "Themes", "UserFiles", "Worker",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            path: "Tests/Fuzz",
            swiftSettings: settings,
        ),
        .testTarget(name: "FuzzTests", dependencies: ["Fuzz"], swiftSettings: settings),
        .testTarget(
            name: "TasksTests",
            dependencies: ["Apixo", "Tasks", "World"],
            swiftSettings: settings,
        ),
    ],
)
