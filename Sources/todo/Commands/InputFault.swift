/// What is wrong with what the program was asked about, in one line.
struct InputFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
