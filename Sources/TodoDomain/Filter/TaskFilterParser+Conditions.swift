// Fields, operators and values.
extension TaskFilterParser {
    mutating func condition() throws(TaskFilterError) -> FilterCondition {
        skipSpaces()
        let start = position
        let field = try field()
        skipSpaces()
        let place = position
        guard let comparison = comparison() else {
            guard field.standsAlone else {
                let wanted = "an operator and a value, for example \(field.example)"
                throw fault("\(found) where \(field.rawValue) needs \(wanted)")
            }
            try countTerm(at: start)
            return FilterCondition(field)
        }
        guard field.operators.contains(comparison) else {
            let known = field.operators.map(\.rawValue).joined(separator: ", ")
            throw fault(
                at: place, "'\(comparison.rawValue)' does not go with \(field.rawValue); use one of \(known)")
        }
        if comparison == .contains { try countSearch(at: place) }
        return FilterCondition(field, comparison, try values(of: field, comparison))
    }

    private mutating func values(
        of field: FilterField, _ comparison: FilterOperator
    ) throws(TaskFilterError) -> [FilterValue] {
        var values: [FilterValue] = []
        repeat {
            skipSpaces()
            try countTerm(at: position)
            values.append(try value(of: field, comparison))
            skipSpaces()
        } while comparison == .among && take(",")
        if position < bytes.count, bytes[position] == UInt8(ascii: ",") {
            throw fault("',' after one value; several go with in, for example \(field.rawValue) in …, …")
        }
        return values
    }

    private mutating func field() throws(TaskFilterError) -> FilterField {
        let start = position
        let name = word()
        if let field = FilterField(rawValue: name.lowercased()) { return field }
        let known = FilterField.allCases.map(\.rawValue).joined(separator: ", ")
        position = start
        guard !name.isEmpty else { throw fault("\(found) where a field should be; known are \(known)") }
        throw fault("'\(name.prefix(40))' is no field; known are \(known)")
    }

    private mutating func comparison() -> FilterOperator? {
        let start = position
        if takeWord(FilterOperator.among.rawValue) { return .among }
        // The longer sign first.
        for sign in [FilterOperator.notEqual, .lessOrEqual, .greaterOrEqual, .equal, .less, .greater, .contains] {
            if sign.rawValue.allSatisfy({ take($0) }) { return sign }
            position = start
        }
        return nil
    }

    private mutating func value(
        of field: FilterField, _ comparison: FilterOperator
    ) throws(TaskFilterError) -> FilterValue {
        switch field.kind {
        case .property: .completion(try choice([("true", true), ("false", false)], of: field))
        case .status: .completion(try choice([("pending", false), ("completed", true)], of: field))
        case .priority: .priority(try choice(Priority.allCases.map { ($0.rawValue, $0) }, of: field))
        case .text: .text(try text(of: field, comparison))
        case .moment: .moment(try quotableMoment())
        }
    }

    private mutating func choice<Value>(
        _ choices: [(name: String, value: Value)], of field: FilterField
    ) throws(TaskFilterError) -> Value {
        let start = position
        let name = try text(of: field, .equal)
        if let choice = choices.first(where: { $0.name == name.lowercased() }) { return choice.value }
        let known = choices.map(\.name).joined(separator: ", ")
        throw fault(at: start, "'\(name.prefix(40))' is no value of \(field.rawValue); use one of \(known)")
    }

    private mutating func text(of field: FilterField, _ comparison: FilterOperator) throws(TaskFilterError) -> String {
        let start = position
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
            let text = try quoted()
            guard comparison != .contains || !text.isEmpty else {
                throw fault(at: start, "there is no text to look for between the quotes")
            }
            return text
        }
        let word = word()
        if word.isEmpty || word.hasPrefix("'") || TaskFilterParser.isReserved(word) {
            position = start
            let wanted = "a value of \(field.rawValue) should be, a word or text in double quotes: \(field.example)"
            throw fault("\(word.isEmpty ? found : "'\(word.prefix(40))'") where \(wanted)")
        }
        return word
    }

    /// A moment, in quotes or not.
    private mutating func quotableMoment() throws(TaskFilterError) -> FilterMoment {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return try moment() }
        let start = position
        let text = try quoted()
        do {
            return try FilterMoment(text: text)
        } catch {
            throw fault(at: start, "'\(text.prefix(40))': \(error.reason)")
        }
    }
}
