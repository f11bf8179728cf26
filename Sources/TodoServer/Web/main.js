// Ties the page together: session, replica, stream and view.

import { AccountDialog } from "/account.js";
import { Api, newKey, signIn, signUp } from "/api.js";
import { Replica } from "/replica.js";
import { Stream } from "/stream.js";
import { TaskList, readable, showConnection, showFormError, showSignedIn, toast } from "/view.js";

const byID = (id) => document.getElementById(id);
const storageKey = "todo.session";

let session = null;
let api = null;
let stream = null;
let replica = new Replica();
let addKey = null;

const account = new AccountDialog({ renewed: (newSession) => start(newSession), signedOut: (message) => signOut(message) });

const initialSettings = { notify_when_due: false, version: 0 };
let settings = initialSettings;

function showSettings(newSettings) {
  // The stream may have told of newer ones than a request of before.
  if (newSettings.version >= settings.version) settings = newSettings;
  byID("notify-when-due").checked = settings.notify_when_due;
}

const list = new TaskList({
  complete: (task, flag) =>
    act(task, "update", { input: { completed: flag } }, (shown) => ({ ...shown, completed: flag }), flag && "Done"),
  rename: (task, title) =>
    act(task, "update", { input: { title }, expected_version: task.version }, (shown) => ({ ...shown, title })),
  delete: (task) => act(task, "delete", {}, () => null, "Deleted"),
});

// Does something to a task, which is shown as done at once and as it is when the answer or the change itself comes.
function act(task, command, members, change, undoable) {
  const mutationID = newKey();
  const current = replica;
  current.foresee(mutationID, task.id, change);
  render();
  return attempt(async () => {
    try {
      const result = await stream.command(mutationID, command, { task_id: task.id, ...members });
      if (result) current.put(result);
      else current.remove(task.id);
      if (undoable) offerUndo(undoable, task.title);
    } finally {
      current.settle(mutationID);
    }
  });
}

// What was just done can be taken back; the stream tells of what else that changes.
function offerUndo(what, title) {
  const undo = () =>
    attempt(async () => {
      const undone = await api.undo();
      if (undone.task) replica.put(undone.task);
      if (undone.removed_task_id) replica.remove(undone.removed_task_id);
    });
  toast(what, title, { actions: [["Undo", undo]], seconds: 8 });
}

function render() {
  const filter = document.querySelector("input[name=show]:checked").value;
  list.show(replica.list(filter, byID("sort").value), replica.tags, filter);
  const options = [...replica.tags.values()].map((tag) => new Option(tag.name));
  byID("known-tags").replaceChildren(...options);
}

async function attempt(action) {
  try {
    await action();
  } catch (refusal) {
    if (refusal.status === 401) {
      signOut("Your session is over. Please sign in again.");
      return;
    }
    toast("That did not work", refusal.message, { isError: true, seconds: 12 });
    if (refusal.status === 412 || refusal.status === 404) await load();
  }
  render();
}

async function load() {
  const current = replica;
  current.beginLoading();
  try {
    const [tasks, tags, settings] = await Promise.all([api.tasks(), api.tags(), api.settings()]);
    current.load(tasks, tags);
    showSettings(settings);
    render();
  } catch (refusal) {
    if (refusal.status === 401) return signOut("Your session is over. Please sign in again.");
    toast("The tasks could not be read", refusal.message, { isError: true, seconds: 12 });
    setTimeout(() => session && replica === current && load(), 3000);
  }
}

function remind(notification) {
  const due = notification.due_date ? `Due ${readable(notification.due_date)}` : "";
  const complete = () => attempt(async () => replica.put(await api.complete(notification.task_id, true)));
  toast(`Reminder: ${notification.title}`, due, { actions: [["Complete", complete]] });
}

function start(newSession) {
  session = newSession;
  localStorage.setItem(storageKey, JSON.stringify(session));
  api = new Api(session);
  account.api = api;
  replica = new Replica();
  list.clear();
  settings = initialSettings;
  showSettings(settings);
  showSignedIn(session);
  stream?.stop();
  stream = new Stream(session.token, {
    state: showConnection,
    refetch: load,
    message: (frame) => {
      const changes = frame.type === "notification" ? frame.changes : frame.data.changes;
      replica.apply(changes, frame.data.task_id);
      if (frame.data.mutation_id && !replica.isLoading) replica.settle(frame.data.mutation_id);
      if (changes.settings) showSettings(changes.settings);
      if (frame.type === "notification") remind(frame.data);
      if (!replica.isLoading) render();
    },
    stopped: (code, reason) => {
      if (code === 4501) signOut("Your session is over. Please sign in again.");
      else showConnection("stopped", reason || `Stopped (${code})`);
    },
  });
  byID("title").focus();
}

function signOut(message) {
  stream?.stop();
  stream = null;
  session = null;
  localStorage.removeItem(storageKey);
  showSignedIn(null);
  list.clear();
  byID("credentials-error").textContent = message ?? "";
  byID("email").focus();
}

function setMode(mode) {
  const isNew = mode === "sign-up";
  const form = byID("credentials");
  form.dataset.mode = mode;
  byID("welcome-title").textContent = isNew ? "Make an account" : "Sign in";
  byID("credentials-submit").textContent = isNew ? "Make the account" : "Sign in";
  byID("credentials-switch").textContent = isNew ? "I have an account" : "Make an account instead";
  byID("password").autocomplete = isNew ? "new-password" : "current-password";
  byID("password-hint").hidden = !isNew;
  showFormError(form, "credentials-error", null);
}

byID("notify-when-due").onchange = async (event) => {
  const wanted = { notify_when_due: event.target.checked, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  await attempt(async () => showSettings(await api.changeSettings(wanted)));
  showSettings(settings);
};

byID("credentials-switch").onclick = () => {
  setMode(byID("credentials").dataset.mode === "sign-up" ? "sign-in" : "sign-up");
  byID("email").focus();
};

byID("credentials").onsubmit = async (event) => {
  event.preventDefault();
  const form = event.target;
  const credentials = { email: byID("email").value.trim(), password: byID("password").value };
  byID("credentials-submit").disabled = true;
  try {
    const answer = await (form.dataset.mode === "sign-up" ? signUp : signIn)(credentials);
    showFormError(form, "credentials-error", null);
    form.reset();
    start(answer);
  } catch (refusal) {
    showFormError(form, "credentials-error", refusal);
  } finally {
    byID("credentials-submit").disabled = false;
  }
};

byID("sign-out").onclick = () => signOut();

byID("add").oninput = () => {
  addKey = null;
};

byID("add").onsubmit = async (event) => {
  event.preventDefault();
  const form = event.target;
  // The key outlives a failed attempt, so that trying again cannot add the task twice.
  addKey ??= newKey();
  try {
    replica.put(await api.create(readForm(), addKey));
    addKey = null;
    showFormError(form, "add-error", null);
    form.reset();
    byID("title").focus();
    render();
  } catch (refusal) {
    if (refusal.status === 401) return signOut("Your session is over. Please sign in again.");
    showFormError(form, "add-error", refusal);
  }
};

function readForm() {
  const fields = { title: byID("title").value, priority: byID("priority").value };
  if (byID("due").value) {
    fields.due_date = byID("due").value;
    fields.time_zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  }
  if (byID("repeat").value) fields.recurring_pattern = byID("repeat").value;
  if (byID("remind").value) fields.reminder_at = new Date(byID("remind").value).toISOString();
  const tags = byID("tags").value.split(",").map((name) => name.trim()).filter(Boolean);
  if (tags.length) fields.tags = tags;
  return fields;
}

for (const control of document.querySelectorAll("input[name=show], #sort")) control.onchange = render;

document.addEventListener("keydown", (event) => {
  const isTyping = event.target.closest("input, select, textarea");
  if (event.key === "n" && session && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    byID("title").focus();
  }
});

// Texts that say "overdue" become true as time passes.
setInterval(() => session && render(), 60_000);

setMode("sign-in");
let stored = null;
try {
  stored = JSON.parse(localStorage.getItem(storageKey));
} catch {
  stored = null;
}
if (stored?.token && stored?.user?.id) start(stored);
else {
  showSignedIn(null);
  byID("email").focus();
}
