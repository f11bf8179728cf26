extension Problem {
    /// The problem's texts in that language, and the languages that they are in as `Content-Language` says them.
    ///
    /// What has no translation stays English, and is told to be.
    func told(in language: AnswerLanguage) -> (problem: Problem, title: String, languages: String) {
        guard language == .urdu else { return (self, kind.title, AnswerLanguage.english.rawValue) }
        var problem = self
        var isWhole = true
        func translated(_ message: String) -> String {
            guard let translation = UrduMessages.translation(of: message) else {
                isWhole = false
                return message
            }
            return translation
        }
        problem.detail = translated(detail)
        problem.faults = faults.map { fault in
            var fault = fault
            fault.detail = translated(fault.detail)
            return fault
        }
        return (problem, kind.urduTitle, isWhole ? "ur" : "ur, en")
    }
}
