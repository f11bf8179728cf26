import TodoDomain
import TodoFormats

extension ImportedFile {
    /// The tasks that can be imported.
    var tasks: [TodoTask] {
        items.compactMap { item in
            if case .success(.task(let task, _)) = item.content { task } else { nil }
        }
    }

    /// Every fault, of the file and of its items.
    var allFaults: [FormatFault] {
        faults
            + items.flatMap { item in
                if case .failure(let failure) = item.content { failure.faults } else { [] as [FormatFault] }
            }
    }
}
