/// What is asked about a recurrence rule, as it was written.
struct RRuleQuestion: Decodable {
    var rule: String
    var start: String
    var zone: String? = nil
    var count: Int? = nil
    var after: String? = nil
    var until: String? = nil
    var exdates: [String]? = nil
    var rdates: [String]? = nil
}
