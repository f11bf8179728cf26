\set n :n + 1
\set id :client_id * 10000000 + :n
\startpipeline
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT sequence, settings FROM todo.users WHERE user_id = :run || '-' || :client_id;
SELECT name, colour FROM todo.tags WHERE user_id = :run || '-' || :client_id;
COMMIT;
\endpipeline
\startpipeline
SELECT todo.advance(:run || '-' || :client_id, :n - 1, :n, '{"task":{"_0":' || :id || ',"version":1}}')::text;
WITH released AS (DELETE FROM todo.occurrences WHERE user_id = :run || '-' || :client_id AND task_id = :id), no_longer_pending AS (DELETE FROM todo.pending_reminders WHERE user_id = :run || '-' || :client_id AND task_id = :id AND reminder_id <> ALL ('{}'::bigint[])) INSERT INTO todo.tasks (user_id, id, title, description, priority, due, series, series_id, waits_for_clock, tags, reminders, completed_at, version, created_at, updated_at, search_text, parent_id, uid) VALUES (:run || '-' || :client_id, :id, 'Water the plants', 'and those on the balcony too', 'medium', '{"due_date":"2030-03-01T09:00:00Z"}', NULL, NULL, false, '["home"]', NULL, NULL, 1, 1774785600000, 1774785600000, E'water the plants\nand those on the balcony too\nhome', NULL, NULL) ON CONFLICT (user_id, id) DO UPDATE SET title = excluded.title, description = excluded.description, priority = excluded.priority, due = excluded.due, series = excluded.series, series_id = excluded.series_id, waits_for_clock = excluded.waits_for_clock, tags = excluded.tags, reminders = excluded.reminders, completed_at = excluded.completed_at, version = excluded.version, created_at = excluded.created_at, updated_at = excluded.updated_at, search_text = excluded.search_text, parent_id = excluded.parent_id, uid = excluded.uid;
INSERT INTO todo.outbox (user_id, topic, event) SELECT :run || '-' || :client_id, m.topic, m.event FROM unnest(ARRAY['none', 'none'], ARRAY[convert_to(repeat('e', 1180), 'UTF8'), convert_to(repeat('u', 780), 'UTF8')]) WITH ORDINALITY AS m (topic, event, place) ORDER BY m.place;
INSERT INTO todo.task_updates (user_id, sequence, event) SELECT :run || '-' || :client_id, u.sequence, u.event FROM unnest(ARRAY[:n::bigint], ARRAY[convert_to(repeat('u', 780), 'UTF8')]) AS u (sequence, event);
\endpipeline
