import Foundation
import ServicePorts
import Testing
import TodoDomain

/// The published schemas and the golden samples, read from the repository.
enum SchemaFiles {
    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    private static let samples = tests.appendingPathComponent("GoldenSamples")
    private static let documentation =
        tests.deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs")
    private static let schemas = documentation.appendingPathComponent("schemas")

    /// The schema of a name such as `task-event.v1`; fails the test when there is none.
    static func schema(_ name: String) throws -> JSONSchema {
        JSONSchema(try JSONCodec.decode(from: bytes(of: schemas.appendingPathComponent(name + ".json"))))
    }

    static func text(ofSchema name: String) throws -> String {
        String(decoding: try bytes(of: schemas.appendingPathComponent(name + ".json")), as: UTF8.self)
    }

    /// Names of all schemas, sorted.
    static func schemaNames() throws -> [String] {
        try names(in: schemas)
    }

    /// Names of all golden samples, sorted.
    static func sampleNames() throws -> [String] {
        try names(in: samples)
    }

    static func sample(_ name: String) throws -> [UInt8] {
        try bytes(of: samples.appendingPathComponent(name + ".json"))
    }

    /// The examples in JSON on the page about events.
    static func documentedExamples() throws -> [String] {
        let page = String(decoding: try bytes(of: documentation.appendingPathComponent("events.md")), as: UTF8.self)
        return page.components(separatedBy: "```json\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    }

    /// Everything wrong with an event in its envelope, by the envelope's schema and by the one that it names.
    static func faults(inEvent bytes: [UInt8]) throws -> [String] {
        let event = try JSONCodec.decode(JSONValue.self, from: bytes)
        guard case .object(let fields) = event, case .string(let uri) = fields["dataschema"],
            let file = uri.split(separator: "/").last, let data = fields["data"]
        else { return ["no envelope: \(event)"] }
        return try schema("cloudevent.v1").faults(in: event) + schema(String(file.dropLast(5))).faults(in: data)
    }

    private static func names(in folder: URL) throws -> [String] {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
    }

    private static func bytes(of file: URL) throws -> [UInt8] {
        [UInt8](try #require(FileManager.default.contents(atPath: file.path), "no \(file.path)"))
    }
}
