internal import FoundationEssentials

/// The types that Foundation's coders treat as no others, and that are left to them.
enum JSONFoundationTypes {
    /// True when the type is one of them.
    static func contain(_ type: any Any.Type) -> Bool {
        type == Data.self || type == Date.self || type == URL.self || type == Decimal.self
    }
}
