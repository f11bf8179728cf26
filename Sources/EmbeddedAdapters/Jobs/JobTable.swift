internal import CivilTime
internal import FoundationEssentials
internal import GRDB
internal import ServicePorts

/// A job that is due, as it lies in the table.
struct DueJob: Sendable {
    /// Identity of this scheduling of the name: replacing a job gives it another one.
    let generation: Int64
    let trigger: JobTrigger
    /// Milliseconds between runs; nil for a job that runs once.
    let period: Int64?
}

/// The durable side of the scheduler.
struct JobTable: Sendable {
    let database: EmbeddedDatabase

    /// Stores the job in place of one of the same name.
    func put(_ job: Job) async throws {
        try await database.write { database in
            let dueAt = job.dueAt.millisecondsSinceEpoch
            // Replacing the row gives it a new generation, so that a run of the old one cannot settle the new one.
            try database.run(
                """
                INSERT OR REPLACE INTO jobs (name, due_at, period, payload, attempt, try_at) VALUES (?, ?, ?, ?, 1, ?)
                """, [job.name, dueAt, job.period?.wholeMilliseconds, Data(job.payload), dueAt])
        }
    }

    /// Removes the job of that name if there is one.
    func remove(named name: String) async throws {
        try await database.write { try $0.run("DELETE FROM jobs WHERE name = ?", [name]) }
    }

    /// Jobs of that prefix to be tried by the instant, the most overdue first.
    func due(by now: Timestamp, prefix: String, limit: Int) async throws -> [DueJob] {
        try await database.read { database in
            try database.rows(
                """
                SELECT generation, name, due_at, payload, attempt, period FROM jobs
                WHERE try_at <= ?1 AND substr(name, 1, ?2) = ?3 ORDER BY try_at, generation LIMIT ?4
                """, [now.millisecondsSinceEpoch, prefix.unicodeScalars.count, prefix, limit]
            ).map { row in
                DueJob(
                    generation: row[0],
                    trigger: JobTrigger(
                        name: row[1], dueAt: Timestamp(millisecondsSinceEpoch: row[2]), payload: row.bytes(3),
                        attempt: row[4]),
                    period: row[5])
            }
        }
    }

    /// The first instant after the given one at which a job is to be tried.
    func nextTry(after now: Timestamp) async throws -> Timestamp? {
        try await database.read { database in
            try database.integer("SELECT MIN(try_at) FROM jobs WHERE try_at > ?", [now.millisecondsSinceEpoch])
                .map(Timestamp.init(millisecondsSinceEpoch:))
        }
    }

    /// Settles a run that needs no further attempt: a one-time job goes, a periodic one is due in its next period.
    func settle(_ job: DueJob, now: Timestamp) async throws {
        let next = job.nextDue(after: now)?.millisecondsSinceEpoch
        try await database.write { database in
            guard let next else {
                return try database.run("DELETE FROM jobs WHERE generation = ?", [job.generation])
            }
            try database.run(
                "UPDATE jobs SET due_at = ?2, try_at = ?2, attempt = 1 WHERE generation = ?1", [job.generation, next])
        }
    }

    /// Puts off a run that failed, and counts the attempt.
    func postpone(_ job: DueJob, until instant: Timestamp) async throws {
        try await database.write { database in
            try database.run(
                "UPDATE jobs SET try_at = ?2, attempt = ?3 WHERE generation = ?1",
                [job.generation, instant.millisecondsSinceEpoch, job.trigger.attempt + 1])
        }
    }
}

extension DueJob {
    /// When a periodic job is due next: a whole number of periods later, without making up for runs missed meanwhile.
    func nextDue(after now: Timestamp) -> Timestamp? {
        guard let period else { return nil }
        let late = max(0, now.millisecondsSinceEpoch - trigger.dueAt.millisecondsSinceEpoch)
        return trigger.dueAt.adding(milliseconds: (late / period + 1) * period)
    }
}
