/// Help texts of the metrics, by full name.
public enum MetricDescriptions {
    /// All of them; a metric that is missing here is described by the words of its name.
    public static let all: [String: String] = [
        "http_server_requests_total": "Answered HTTP requests by method, route and status.",
        "http_server_request_duration_seconds": "Time from a request's head to its answer, by method and route.",
        "todo_adapter_notices_total": "What the storage adapters postponed, gave up or could not do, by kind.",
        "todo_audit_entries_total": "Changes entered in audit trails.",
        "todo_changes_total": "Committed changes by kind.",
        "todo_outbox_published_total": "Events that went from the outbox to the bus.",
        "todo_outbox_publish_failures_total": "Rounds of the outbox relay that failed.",
        "todo_presence_beats_failed_total": "Looks at other replicas' connections that the state store did not answer.",
        "todo_realtime_connections": "Authenticated connections of the realtime service now.",
        "todo_realtime_deliveries_total": "Frames sent to connections.",
        "todo_reminder_lateness_seconds": "Time from a reminder's instant to when it was sent.",
        "todo_webhook_attempts_total": "Attempts to send a message to a webhook, by result.",
        "websocket_connections": "WebSocket connections open now.",
        "websocket_connections_opened_total": "WebSocket connections ever opened.",
        "websocket_connections_closed_total": "WebSocket connections closed, by close code.",
        "websocket_frames_sent_total": "Frames handed to WebSocket connections.",
        "websocket_frames_refused_total": "Frames not taken because the connection's buffer was full.",
        "process_start_time_seconds": "When the process started, in seconds since the Unix epoch.",
        "process_cpu_seconds_total": "Processor time spent by the process, user and system.",
        "process_resident_memory_bytes": "Memory of the process that is in RAM.",
        "process_virtual_memory_bytes": "Address space of the process.",
        "process_open_fds": "File descriptors open now.",
        "process_max_fds": "File descriptors that may be open at once.",
        "process_threads": "Threads of the process.",
    ]
}
