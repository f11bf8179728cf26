// The REST surface as functions. Every failure becomes a Refusal that can be shown as it is.

export class Refusal extends Error {
  constructor(problem, status) {
    const faults = problem?.errors ?? [];
    super(faults.length ? faults.map((fault) => fault.detail).join("\n") : problem?.detail ?? `The server answered ${status}.`);
    this.status = status;
    this.code = problem?.code ?? "unknown";
    this.faults = faults;
  }
}

export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function request(method, path, { token, body, key, version } = {}) {
  const headers = { "X-Source-Client": "web" };
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  if (version) headers["If-Match"] = `"${version}"`;
  let response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body), cache: "no-store" });
  } catch {
    throw new Refusal({ code: "offline", detail: "The server cannot be reached." }, 0);
  }
  const text = await response.text();
  let json = null;
  try {
    json = text ? JSON.parse(text) : null;
  } catch {
    json = null;
  }
  if (!response.ok) throw new Refusal(json, response.status);
  return json;
}

export function signUp(credentials) {
  return request("POST", "/api/auth/sign-up", { body: credentials });
}

export function signIn(credentials) {
  return request("POST", "/api/auth/sign-in", { body: credentials });
}

export class Api {
  constructor(session) {
    this.token = session.token;
    this.base = `/api/${encodeURIComponent(session.user.id)}`;
  }

  call(method, path, options = {}) {
    return request(method, this.base + path, { token: this.token, ...options });
  }

  tasks() { return this.call("GET", "/tasks"); }
  tags() { return this.call("GET", "/tags"); }
  settings() { return this.call("GET", "/settings"); }
  changeSettings(fields) { return this.call("PATCH", "/settings", { body: fields, key: newKey() }); }
  create(fields, key) { return this.call("POST", "/tasks", { body: fields, key }); }
  complete(id, completed) { return this.call("PATCH", `/tasks/${id}`, { body: { completed }, key: newKey() }); }
  undo() { return this.call("POST", "/undo", { key: newKey() }); }
  changePassword(fields) { return this.call("POST", "/password", { body: fields }); }
  signOutEverywhere(fields) { return this.call("POST", "/sign-out-everywhere", { body: fields }); }
  tokens() { return this.call("GET", "/tokens"); }
  makeToken(fields) { return this.call("POST", "/tokens", { body: fields }); }
  revokeToken(id) { return this.call("DELETE", `/tokens/${id}`); }
}
