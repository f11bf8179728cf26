internal import CivilTime
internal import SimulationKit

/// A traced run told in sentences: who did what, which faults struck, what was stored, what broke.
struct RunStory {
    /// What is told: of both kinds only the newest are kept when there are too many.
    private struct Sentence {
        let entry: TraceEntry
        let text: String
        let isTrouble: Bool
    }

    private static let troubleLimit = 10
    private static let otherLimit = 28
    private let report: SeedReport
    private let tasks: TaskNames

    init(_ report: SeedReport) {
        self.report = report
        tasks = TaskNames(report.trace)
    }

    /// At most 40 lines, in order; how many were left out is said first, and what broke last.
    var lines: [String] {
        let sentences = together(tell())
        let kept = newest(sentences)
        let left = sentences.count - kept.count
        let opening = left == 0 ? [] : ["(\(left) earlier events are left out; the replay shows them)"]
        return opening + kept.map { RunStory.clock($0.entry.time) + "  " + $0.text } + broken
    }

    private var broken: [String] {
        guard let failure = report.failure else { return [] }
        let finding = failure.message.split(separator: "\n").first.map(String.init) ?? failure.message
        return [RunStory.clock(report.summary.end) + "  BROKEN: \(failure.name): \(tasks.naming(finding))"]
    }

    private func tell() -> [Sentence] {
        var repeats = RepeatedEvents()
        var sentences: [Sentence] = []
        for entry in report.trace {
            if entry.kind == "deliver" {
                guard let first = repeats.note(entry, at: sentences.count) else { continue }
                let text = "  told again: \(tasks.telling(event: first.event)), to \(first.readers)"
                let sentence = Sentence(entry: first.entry, text: text, isTrouble: true)
                if first.index < sentences.count {
                    sentences[first.index] = sentence
                } else {
                    sentences.append(sentence)
                }
            } else if let sentence = telling(entry) {
                sentences.append(sentence)
            }
        }
        return sentences
    }

    private func telling(_ entry: TraceEntry) -> Sentence? {
        switch entry.kind {
        case "note": Sentence(entry: entry, text: tasks.telling(note: entry.text), isTrouble: false)
        case "invoke": asking(entry).map { Sentence(entry: entry, text: $0, isTrouble: false) }
        case "trigger":
            Sentence(entry: entry, text: "job \(entry.text) calls \(RunStory.life(entry.node))", isTrouble: false)
        default: trouble(entry).map { Sentence(entry: entry, text: $0, isTrouble: true) }
        }
    }

    /// What services ask again and again, and what changes nothing by itself.
    private static let readings: Set = ["updates-since", "overdue-series", "sweep-reminders"]

    /// One service that asks another to do something; what users and readers ask is told elsewhere, or is no cause.
    private func asking(_ entry: TraceEntry) -> String? {
        let words = entry.text.split(separator: " ")
        guard words.count > 2, words[1] == "from", !words[2].hasPrefix("outside") else { return nil }
        let method = words[0].split(separator: "/").last.map(String.init) ?? ""
        guard !RunStory.readings.contains(method) else { return nil }
        let caller = words[2].hasSuffix(",") ? words[2].dropLast() : words[2]
        let what = method.split(separator: "-").joined(separator: " ")
        return
            "\(RunStory.life(caller)) asks \(RunStory.life(entry.node)) to \(what)\(tasks.telling(in: entry.payload))"
    }

    private func trouble(_ entry: TraceEntry) -> String? {
        let node = RunStory.life(entry.node)
        let place = node.isEmpty ? "" : " at \(node)"
        return switch entry.kind {
        case "fault": "fault\(place): \(RunStory.words(entry.text))"
        case "crash": "\(node) crashes"
        case "outage": "outage \(entry.text)"
        case "clock step": "the clock of \(node) is \(entry.text)"
        case "overtake": "out of turn: \(entry.text)"
        case "dead letter", "task failed": "\(entry.kind)\(place): \(entry.text)"
        default: nil
        }
    }

    /// Equal sentences in a row become one that says how many they were.
    private func together(_ sentences: [Sentence]) -> [Sentence] {
        var told: [(sentence: Sentence, times: Int)] = []
        for sentence in sentences {
            if let last = told.last, last.sentence.text == sentence.text {
                told[told.count - 1].times += 1
            } else {
                told.append((sentence, 1))
            }
        }
        return told.map { sentence, times in
            times == 1
                ? sentence
                : Sentence(
                    entry: sentence.entry, text: "\(sentence.text) (\(times) times)", isTrouble: sentence.isTrouble)
        }
    }

    private func newest(_ sentences: [Sentence]) -> [Sentence] {
        var trouble = RunStory.troubleLimit
        var others = RunStory.otherLimit
        return sentences.reversed().filter { sentence in
            if sentence.isTrouble { trouble -= 1 } else { others -= 1 }
            return sentence.isTrouble ? trouble >= 0 : others >= 0
        }.reversed()
    }

    /// Day and time of day, to the millisecond.
    static func clock(_ time: Timestamp) -> String {
        let text = String(time.rfc3339.dropLast())
        let fraction = text.split(separator: ".").dropFirst().first ?? ""
        let zeros = String(repeating: "0", count: max(0, 3 - fraction.count))
        return text.replacing("T", with: " ") + (fraction.isEmpty ? "." : "") + zeros
    }

    /// `callFailures` as `call failures`.
    static func words(_ name: String) -> String {
        name.reduce(into: "") { words, letter in words += letter.isUppercase ? " \(letter.lowercased())" : "\(letter)" }
    }

    /// `tasks-1#1` as `tasks-1`, and later lives as `tasks-1 (life 2)`.
    static func life(_ node: some StringProtocol) -> String {
        let parts = node.split(separator: "#")
        guard parts.count == 2, parts[1] != "1" else { return String(parts.first ?? "") }
        return "\(parts[0]) (life \(parts[1]))"
    }
}
