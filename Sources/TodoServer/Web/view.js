// What is seen. Nothing here talks to the server: the handlers do.

const byID = (id) => document.getElementById(id);

const localZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function showConnection(state, text) {
  byID("connection").dataset.state = state;
  byID("connection-text").textContent = text;
}

export function showSignedIn(session) {
  byID("welcome").hidden = session !== null;
  byID("workspace").hidden = session === null;
  byID("account").hidden = session === null;
  byID("account-email").textContent = session?.user.email ?? "";
  if (session === null) showConnection("off", "Not connected");
}

export function showFormError(form, errorID, refusal) {
  for (const field of form.elements) field.removeAttribute("aria-invalid");
  byID(errorID).textContent = refusal?.message ?? "";
  let isFocused = false;
  for (const fault of refusal?.faults ?? []) {
    const field = form.elements.namedItem(fault.pointer.split("/")[1] ?? "");
    if (!field) continue;
    field.setAttribute("aria-invalid", "true");
    if (!isFocused) field.focus();
    isFocused = true;
  }
}

export function toast(title, text, { actions = [], isError = false, seconds = 0 } = {}) {
  const box = document.createElement("div");
  box.className = isError ? "toast is-error" : "toast";
  const strong = document.createElement("strong");
  strong.textContent = title;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "quiet";
  close.textContent = "Dismiss";
  close.onclick = () => box.remove();
  box.append(strong, close);
  if (text) {
    const line = document.createElement("p");
    line.textContent = text;
    box.append(line);
  }
  if (actions.length) {
    const row = document.createElement("div");
    row.className = "toast-actions";
    for (const [label, action] of actions) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "primary";
      button.textContent = label;
      button.onclick = () => {
        box.remove();
        action();
      };
      row.append(button);
    }
    box.append(row);
  }
  byID("toasts").append(box);
  if (seconds) setTimeout(() => box.remove(), seconds * 1000);
}

export function readable(instant) {
  const isWholeDay = /^\d{4}-\d{2}-\d{2}$/.test(instant);
  const date = new Date(isWholeDay ? `${instant}T00:00:00` : instant);
  const options = isWholeDay ? { dateStyle: "medium" } : { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(undefined, options).format(date);
}

export class TaskList {
  // handlers: complete(task, flag), rename(task, title), delete(task)
  constructor(handlers) {
    this.handlers = handlers;
    this.rows = new Map();
    this.isFirst = true;
  }

  show(tasks, tags, filter) {
    const list = byID("tasks");
    const seen = new Set();
    let previous = null;
    for (const task of tasks) {
      seen.add(task.id);
      const row = this.rows.get(task.id) ?? this.makeRow(task);
      row.update(task, tags);
      const place = previous ? previous.nextSibling : list.firstChild;
      if (place !== row.element) list.insertBefore(row.element, place);
      previous = row.element;
    }
    for (const [id, row] of this.rows) {
      if (seen.has(id)) continue;
      row.element.remove();
      this.rows.delete(id);
    }
    this.isFirst = false;
    byID("count").textContent = tasks.length ? `(${tasks.length})` : "";
    byID("empty").hidden = tasks.length > 0;
    byID("empty").textContent = { pending: "Nothing open. Enjoy it.", completed: "Nothing done yet.", all: "No tasks yet. Add the first one above." }[filter];
  }

  clear() {
    this.rows.clear();
    byID("tasks").replaceChildren();
    this.isFirst = true;
  }

  makeRow(task) {
    const row = new TaskRow(this.handlers);
    if (!this.isFirst) row.element.classList.add("is-new");
    this.rows.set(task.id, row);
    return row;
  }
}

class TaskRow {
  constructor(handlers) {
    this.handlers = handlers;
    this.element = byID("task-template").content.firstElementChild.cloneNode(true);
    this.done = this.element.querySelector(".done");
    this.title = this.element.querySelector(".title");
    this.facts = this.element.querySelector(".facts");
    this.done.onchange = () => handlers.complete(this.task, this.done.checked);
    this.title.onclick = () => this.edit();
    this.element.querySelector(".delete").onclick = () => handlers.delete(this.task);
  }

  update(task, tags) {
    this.task = task;
    this.element.dataset.priority = task.priority;
    this.element.classList.toggle("is-done", task.completed);
    this.done.checked = task.completed;
    this.done.setAttribute("aria-label", `Done: ${task.title}`);
    this.title.textContent = task.title;
    this.element.querySelector(".delete .sr").textContent = `Delete ${task.title}`;
    this.facts.replaceChildren(...this.makeFacts(task, tags));
  }

  makeFacts(task, tags) {
    const facts = [];
    const add = (text, name = "") => {
      const fact = document.createElement("span");
      fact.className = `fact ${name}`;
      fact.textContent = text;
      facts.push(fact);
      return fact;
    };
    if (task.due_date) {
      const isOverdue = !task.completed && new Date(task.due_date) < new Date();
      const place = task.time_zone && task.time_zone !== localZone ? ` (${task.time_zone})` : "";
      add(`${isOverdue ? "Overdue: " : "Due "}${readable(task.due_date)}${place}`, isOverdue ? "overdue" : "");
    }
    if (task.recurring_pattern) add(`Repeats ${task.recurring_pattern}`);
    if (task.reminder_at) add(`Reminder ${readable(task.reminder_at)}`);
    if (task.priority === "high") add("High priority", "priority-high");
    if (task.priority === "low") add("Low priority");
    for (const name of task.tags) {
      const tag = add(name, "tag");
      tag.style.setProperty("--tag-colour", tags.get(name.toLowerCase())?.colour ?? "");
    }
    return facts;
  }

  edit() {
    const editor = document.createElement("input");
    editor.className = "title-editor";
    editor.value = this.task.title;
    editor.maxLength = 200;
    editor.setAttribute("aria-label", "Title");
    let isOver = false;
    const finish = (isKept) => {
      if (isOver) return;
      isOver = true;
      const text = editor.value.trim();
      editor.replaceWith(this.title);
      this.title.focus();
      if (isKept && text && text !== this.task.title) this.handlers.rename(this.task, text);
    };
    editor.onkeydown = (event) => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      // Without this the same key press would go on to the title, which then has the focus, and open it again.
      event.preventDefault();
      finish(event.key === "Enter");
    };
    editor.onblur = () => finish(true);
    this.title.replaceWith(editor);
    editor.select();
  }
}
