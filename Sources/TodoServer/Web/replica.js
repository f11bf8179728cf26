// This device's copy of the user's tasks and tags. Answers and events may come in any order: the version decides.

// When a task is due, for sorting: tasks without a date come last.
function instant(due) {
  return due ? new Date(due).getTime() : 8.64e15;
}

export class Replica {
  constructor() {
    this.tasks = new Map();
    this.tags = new Map();
    // The version at which each task was deleted: one that comes back has a higher one.
    this.gone = new Map();
    this.waiting = [];
    this.isLoading = true;
    this.foreseen = new Map();
  }

  // Shows a task as a command will make it; `change` makes of the task what is shown, or null to hide it.
  foresee(mutationID, taskID, change) {
    this.foreseen.set(mutationID, { taskID, change });
  }

  // The command's own change has come, or never will: it is no longer foreseen. Later ones of its kind do nothing.
  settle(mutationID) {
    return this.foreseen.delete(mutationID);
  }

  // A task as it is shown; null when it is hidden.
  shown(task) {
    let shown = task;
    for (const { taskID, change } of this.foreseen.values()) if (shown && taskID === task.id) shown = change(shown);
    return shown;
  }

  // While a snapshot is under way, events wait; they are applied on top of it.
  beginLoading() {
    this.isLoading = true;
    this.waiting = [];
  }

  load(tasks, tags) {
    this.tasks = new Map(tasks.filter((task) => !this.isGone(task)).map((task) => [task.id, task]));
    this.tags = new Map(tags.map((tag) => [tag.name.toLowerCase(), tag]));
    this.isLoading = false;
    for (const [changes, taskID] of this.waiting.splice(0)) this.apply(changes, taskID);
  }

  put(task) {
    const known = this.tasks.get(task.id);
    if (this.isGone(task) || (known && known.version > task.version)) return;
    this.gone.delete(task.id);
    this.tasks.set(task.id, task);
  }

  isGone(task) {
    return task.version <= (this.gone.get(task.id) ?? -1);
  }

  // A deletion that is told of late does not take away what came back since.
  remove(id, version) {
    const known = this.tasks.get(id)?.version ?? 0;
    if (version !== undefined && version < known) return;
    this.gone.set(id, Math.max(version ?? 0, known, this.gone.get(id) ?? 0));
    this.tasks.delete(id);
  }

  apply(changes, taskID) {
    if (this.isLoading) {
      this.waiting.push([changes, taskID]);
      return;
    }
    for (const tag of changes.tags ?? []) this.tags.set(tag.name.toLowerCase(), tag);
    if (changes.renamed_tag) this.rename(changes.renamed_tag.from, changes.renamed_tag.to);
    if (changes.removed_tag) this.rename(changes.removed_tag, null);
    if (changes.task) this.put(changes.task);
    for (const other of changes.other_tasks ?? []) this.put(other.task);
    const versions = new Map();
    for (const trashed of changes.trashed ?? []) {
      for (const task of [trashed.task, ...trashed.subtasks]) versions.set(task.id, task.version);
    }
    if (changes.deleted) this.remove(taskID, versions.get(taskID));
    for (const id of changes.removed_tasks ?? []) this.remove(id, versions.get(id));
    if (changes.withdrawn_task) this.remove(changes.withdrawn_task);
  }

  rename(from, to) {
    const key = from.toLowerCase();
    const tag = this.tags.get(key);
    this.tags.delete(key);
    if (tag && to !== null) this.tags.set(to.toLowerCase(), { ...tag, name: to });
    for (const [id, task] of this.tasks) {
      if (!task.tags.some((name) => name.toLowerCase() === key)) continue;
      // A task that has the new name already has it once.
      const named = task.tags.flatMap((name) => (name.toLowerCase() !== key ? [name] : to === null ? [] : [to]));
      const tags = named.filter((name, place) => named.findIndex((other) => other.toLowerCase() === name.toLowerCase()) === place);
      this.tasks.set(id, { ...task, tags, version: task.version + 1 });
    }
  }

  list(show, sort) {
    const rank = { high: 0, medium: 1, low: 2 };
    const orders = {
      due_date: (a, b) => instant(a.due_date) - instant(b.due_date),
      priority: (a, b) => rank[a.priority] - rank[b.priority],
      title: (a, b) => a.title.localeCompare(b.title),
      created: () => 0,
    };
    return [...this.tasks.values()]
      .map((task) => this.shown(task))
      .filter((task) => task && (show === "all" || task.completed === (show === "completed")))
      .sort((a, b) => orders[sort](a, b) || a.id - b.id);
  }
}
