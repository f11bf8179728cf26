// Follows docs/simulator-tutorial.md as a reader would: writes its files, types its commands, compares what they print.
//
//     swift Examples/CheckTutorial.swift             fails where the page shows other output than the commands give
//     swift Examples/CheckTutorial.swift --update    writes what the commands give into the page
//
// A block of Swift is the file that the line above it names last. In a console block a command begins with `$ `, and
// the lines up to the next command are its whole output.
import Foundation

/// One command of the page, and where in the page its output is.
struct Command {
    let text: String
    var output: Range<Int>
}

enum Action {
    case write(path: String, content: String)
    case type(Command)
}

struct PageError: Error {
    let message: String
}

/// The files and commands of a page, in its order.
func actions(in page: [String]) throws -> [Action] {
    var actions: [Action] = []
    var line = 0
    while line < page.count {
        guard page[line].hasPrefix("```"), page[line] != "```" else {
            line += 1
            continue
        }
        guard let end = page[(line + 1)...].firstIndex(of: "```") else {
            throw PageError(message: "line \(line + 1): the block has no end")
        }
        switch page[line] {
        case "```swift": actions.append(try file(in: page, from: line, to: end))
        case "```console": actions += commands(in: page, from: line + 1, to: end)
        default: break
        }
        line = end + 1
    }
    return actions
}

func file(in page: [String], from line: Int, to end: Int) throws -> Action {
    let heading = page[..<line].last { !$0.isEmpty } ?? ""
    let parts = heading.split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[parts.count - 1] == ":" else {
        throw PageError(
            message: "line \(line + 1): the line above must end with the file's path, as in `Package.swift`:")
    }
    return .write(path: String(parts[parts.count - 2]), content: page[(line + 1)..<end].joined(separator: "\n") + "\n")
}

func commands(in page: [String], from start: Int, to end: Int) -> [Action] {
    let starts = (start..<end).filter { page[$0].hasPrefix("$ ") }
    return zip(starts, starts.dropFirst() + [end]).map { begin, next in
        .type(Command(text: String(page[begin].dropFirst(2)), output: (begin + 1)..<next))
    }
}

/// A shell that remembers its folder from command to command.
struct Shell {
    private(set) var folder: URL
    let buildFolder: URL

    /// Everything that the command prints, without the last line's end.
    mutating func type(_ command: String) throws -> [String] {
        let place = buildFolder.appendingPathComponent("folder")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", "\(command)\npwd >'\(place.path)'"]
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["SWIFTPM_BUILD_DIR": buildFolder.path, "SIMULATION_SEED": ""]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        folder = URL(fileURLWithPath: try String(contentsOf: place, encoding: .utf8).trimmingCharacters(in: .newlines))
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.dropLast(lines.last == "" ? 1 : 0).map(String.init)
    }
}

/// An empty folder in which the repository has the name that the page gives it.
func emptyFolder(in root: URL) throws -> Shell {
    let folder = root.appendingPathComponent(".build/tutorial")
    let buildFolder = root.appendingPathComponent(".build/tutorial-build")
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(at: buildFolder, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
        at: folder.appendingPathComponent("evolution-of-todo"), withDestinationURL: root)
    return Shell(folder: folder, buildFolder: buildFolder)
}

func follow(_ actions: [Action], in shell: inout Shell) throws -> [(Command, [String])] {
    var typed: [(Command, [String])] = []
    for action in actions {
        switch action {
        case .write(let path, let content):
            let place = shell.folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try content.write(to: place, atomically: true, encoding: .utf8)
        case .type(let command):
            print("$ \(command.text)")
            typed.append((command, try shell.type(command.text)))
        }
    }
    return typed
}

let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
let place = root.appendingPathComponent("docs/simulator-tutorial.md")
var page = try String(contentsOf: place, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    .map(String.init)
var shell = try emptyFolder(in: root)
let steps = try actions(in: page)
let typed = try follow(steps, in: &shell)
let different = typed.filter { Array(page[$0.0.output]) != $0.1 }
for (command, output) in different {
    print("\nline \(command.output.lowerBound): `\(command.text)` gives other output than the page shows:")
    print(output.joined(separator: "\n"))
}
if CommandLine.arguments.contains("--update") {
    for (command, output) in typed.reversed() { page.replaceSubrange(command.output, with: output) }
    try page.joined(separator: "\n").write(to: place, atomically: true, encoding: .utf8)
    print("\nwrote the output of \(different.count) commands into docs/simulator-tutorial.md")
} else if !different.isEmpty {
    print("\nlook at the difference; when it is right: swift Examples/CheckTutorial.swift --update")
    exit(1)
} else {
    print("\n\(typed.count) commands of the tutorial give the output that it shows")
}
