\set u random(0, :users - 1)
SELECT t.id, t.title, t.description, t.priority, t.due, t.series, t.tags, t.reminders, t.completed_at, t.version, t.created_at, t.updated_at, t.parent_id, t.uid FROM todo.tasks t WHERE t.user_id = '00000000-0000-4000-8000-' || lpad((:u)::text, 12, '0') AND t.completed_at IS NULL AND t.due_reading IS NOT NULL ORDER BY t.due_reading ASC, t.id ASC LIMIT 51;
