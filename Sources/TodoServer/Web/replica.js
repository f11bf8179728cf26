// This device's copy of the user's tasks and tags. Answers and events may come in any order: the version decides.

// When a task is due, for sorting: tasks without a date come last.
function instant(due) {
  return due ? new Date(due).getTime() : 8.64e15;
}

export class Replica {
  constructor() {
    this.tasks = new Map();
    this.tags = new Map();
    this.gone = new Set();
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
    this.tasks = new Map(tasks.filter((task) => !this.gone.has(task.id)).map((task) => [task.id, task]));
    this.tags = new Map(tags.map((tag) => [tag.name.toLowerCase(), tag]));
    this.isLoading = false;
    for (const [changes, taskID] of this.waiting.splice(0)) this.apply(changes, taskID);
  }

  put(task) {
    const known = this.tasks.get(task.id);
    if (this.gone.has(task.id) || (known && known.version > task.version)) return;
    this.tasks.set(task.id, task);
  }

  remove(id) {
    this.gone.add(id);
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
    if (changes.deleted) this.remove(taskID);
    if (changes.withdrawn_task) this.remove(changes.withdrawn_task);
  }

  rename(from, to) {
    const key = from.toLowerCase();
    const tag = this.tags.get(key);
    this.tags.delete(key);
    if (tag && to !== null) this.tags.set(to.toLowerCase(), { ...tag, name: to });
    for (const [id, task] of this.tasks) {
      if (!task.tags.some((name) => name.toLowerCase() === key)) continue;
      const tags = task.tags.flatMap((name) => (name.toLowerCase() !== key ? [name] : to === null ? [] : [to]));
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
