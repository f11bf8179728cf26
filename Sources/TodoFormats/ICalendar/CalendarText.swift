/// The escapes of RFC 5545 in texts and of RFC 6868 in parameters.
enum CalendarText {
    /// The text with line ends, backslashes, commas and semicolons escaped; other control characters are left out.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for character in text {
            switch character {
            case "\n", "\r\n", "\r": escaped += "\\n"
            case "\\", ",", ";": escaped += "\\" + String(character)
            default:
                escaped.unicodeScalars.append(
                    contentsOf: character.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F || $0 == "\t" })
            }
        }
        return escaped
    }

    /// The text that was escaped; a backslash before anything else stays.
    static func unescape(_ text: some StringProtocol) -> String {
        guard text.utf8.contains(UInt8(ascii: "\\")) else { return String(text) }
        var plain = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if isEscaped {
                switch scalar {
                case "n", "N": plain.append("\n")
                case "\\", ",", ";", ":", "\"": plain.append(scalar)
                default: plain.append(contentsOf: ["\\", scalar])
                }
                isEscaped = false
            } else if scalar == "\\" {
                isEscaped = true
            } else {
                plain.append(scalar)
            }
        }
        if isEscaped { plain.append("\\") }
        return String(plain)
    }

    /// The texts of a list, which commas part unless they are escaped.
    static func list(_ text: String) -> [String] {
        var parts: [String.UnicodeScalarView] = [.init()]
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if scalar == ",", !isEscaped {
                parts.append(.init())
            } else {
                parts[parts.count - 1].append(scalar)
            }
            isEscaped = scalar == "\\" && !isEscaped
        }
        return parts.map { unescape(String($0)) }
    }

    /// A parameter's value as it is written: in quotes where it must be, with carets for what quotes cannot hold.
    static func parameterValue(_ value: String) -> String {
        var written = ""
        var needsQuotes = false
        for character in value {
            switch character {
            case "\n", "\r\n", "\r": written += "^n"
            case "^": written += "^^"
            case "\"": written += "^'"
            default:
                if character == ":" || character == ";" || character == "," { needsQuotes = true }
                written.unicodeScalars.append(
                    contentsOf: character.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
            }
        }
        return needsQuotes ? "\"\(written)\"" : written
    }

    /// What a parameter's value says, its carets read by RFC 6868.
    static func decodeCarets(_ value: String) -> String {
        guard value.utf8.contains(UInt8(ascii: "^")) else { return value }
        var plain = String.UnicodeScalarView()
        var isCaret = false
        for scalar in value.unicodeScalars {
            switch (isCaret, scalar) {
            case (true, "n"): plain.append("\n")
            case (true, "^"): plain.append("^")
            case (true, "'"): plain.append("\"")
            case (true, _): plain.append(contentsOf: ["^", scalar])
            case (false, "^"):
                isCaret = true
                continue
            case (false, _): plain.append(scalar)
            }
            isCaret = false
        }
        if isCaret { plain.append("^") }
        return String(plain)
    }
}
