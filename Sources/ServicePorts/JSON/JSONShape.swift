/// What JSON text must look like for its bytes to be handed on as they came.
///
/// It is stricter than a decoder: a name that occurs twice or is written with escapes, a number that floating point
/// could have changed, half a surrogate pair and the like do not match, so that whatever matches means the same to
/// every reader. What does not match may still be right, and is for a decoder to judge.
public indirect enum JSONShape: Sendable {
    /// A member of an object.
    public struct Member: Sendable {
        let name: String
        let shape: JSONShape
        let isRequired: Bool
        let place: Int?

        /// A member that must be there; a reader notes where its value is under that place, if there is one.
        public static func required(_ name: String, _ shape: JSONShape, notedAs place: Int? = nil) -> Member {
            Member(name: name, shape: shape, isRequired: true, place: place)
        }

        /// A member that may be missing.
        public static func optional(_ name: String, _ shape: JSONShape, notedAs place: Int? = nil) -> Member {
            Member(name: name, shape: shape, isRequired: false, place: place)
        }
    }

    /// Any string.
    case text
    /// A string that is written without escapes.
    case plainText
    /// One of a few strings, written without escapes.
    case word([String])
    /// A string without escapes that the closure finds right.
    case checkedText(@Sendable (String) -> Bool)
    /// An RFC 3339 instant as `Timestamp` writes it.
    case instant
    /// A whole number of at most 15 digits.
    case whole
    /// `true` or `false`.
    case flag
    /// `true`.
    case yes
    /// That shape, or `null`.
    case orNull(JSONShape)
    /// An array.
    case list(JSONShape)
    /// An array of whose elements each is told as soon as it is read.
    case toldList(JSONShape)
    /// An object of these members, at most 64; others may stand beside them where it is open.
    case object([Member], isOpen: Bool)
}
