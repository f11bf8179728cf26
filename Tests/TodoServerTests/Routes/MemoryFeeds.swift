import Synchronization
import TodoDomain
import TodoPorts

/// Secret links held in memory.
final class MemoryFeeds: CalendarFeedStore {
    private let feeds = Mutex<[UserID: CalendarFeed]>([:])

    func feed(of userID: UserID) async throws -> CalendarFeed? { feeds.withLock { $0[userID] } }

    func put(_ feed: CalendarFeed) async throws { feeds.withLock { $0[feed.userID] = feed } }

    func remove(of userID: UserID) async throws -> Bool { feeds.withLock { $0.removeValue(forKey: userID) != nil } }

    func feed(bySecretHash hash: String) async throws -> CalendarFeed? {
        feeds.withLock { feeds in feeds.values.first { $0.secretHash == hash } }
    }
}
