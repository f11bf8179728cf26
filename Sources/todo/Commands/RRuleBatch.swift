internal import CivilTime
internal import ServicePorts
internal import TodoServer

/// Answers questions about recurrence rules line by line.
struct RRuleBatch {
    struct Answer: Encodable {
        var occurrences: [String]?
        var error: String?
    }

    let zones: any ZoneDatabase

    /// Reads to the end of standard input; throws `InputFault` when a rule was given besides.
    func run(givenRule rule: String?) throws {
        guard rule == nil else { throw InputFault("--batch reads its rules from standard input; leave out the rule") }
        while let line = readLine() {
            guard !line.isEmpty else { continue }
            StandardStream.output.write(line: String(decoding: try JSONCodec.encode(answer(line)), as: UTF8.self))
        }
    }

    func answer(_ line: String) -> Answer {
        do {
            let question = try JSONCodec.decode(RRuleQuestion.self, from: Array(line.utf8))
            return Answer(occurrences: try RRuleAnswer(question, zones: zones).texts)
        } catch let fault as InputFault {
            return Answer(error: fault.description)
        } catch {
            let example = #"{"rule":"daily","start":"2026-01-31"}"#
            return Answer(error: "line: not a JSON object with rule and start as text, such as \(example)")
        }
    }
}
