import TodoDomain
import TodoFormats

extension ImportedFile {
    /// The tasks that can be imported.
    var tasks: [TodoTask] {
        items.compactMap { item in
            if case .success(.task(let task, _)) = item.content { task } else { nil }
        }
    }

    /// Of each task that can be imported the identity in files of the one that it is part of.
    var parents: [String?] {
        items.compactMap { item in
            if case .success(.task(_, let parent)) = item.content { .some(parent) } else { nil }
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
