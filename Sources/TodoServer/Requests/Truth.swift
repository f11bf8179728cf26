/// A parameter that is on or off.
enum Truth: String, CaseIterable {
    case yes = "true"
    case no = "false"
}
