/// Why the program cannot do what it was asked, in one line.
struct ProgramFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
