// The live stream of changes: one WebSocket that resumes where it was. Codes up to 4499 mean reconnect, 4500 and more
// mean stop.

import { Refusal } from "/api.js";

const SHORTEST_PAUSE = 500;
const LONGEST_PAUSE = 20_000;

export class Stream {
  // handlers: state(name, text), message(frame), refetch(), stopped(code, reason)
  // The state is told anew with each number of connections of the user.
  constructor(token, handlers) {
    this.token = token;
    this.handlers = handlers;
    this.position = null;
    this.attempts = 0;
    this.isStopped = false;
    this.isReady = false;
    // Commands without an answer, in the order of sending, by mutation id.
    this.commands = new Map();
    this.wake = () => this.reconnectNow();
    addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.wake);
    this.open();
  }

  open() {
    clearTimeout(this.timer);
    this.timer = null;
    this.handlers.state("busy", "Connecting…");
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(`${scheme}//${location.host}/ws`);
    this.socket = socket;
    socket.onopen = () => {
      const hello = { type: "authenticate", token: this.token };
      if (this.position) hello.position = this.position;
      socket.send(JSON.stringify(hello));
    };
    socket.onmessage = (event) => this.take(JSON.parse(event.data));
    socket.onclose = (event) => {
      if (this.socket === socket) this.closed(event);
    };
  }

  // Sends a command now, or as soon as there is a connection; fulfilled with its result once it is accepted.
  command(mutationID, command, members) {
    const message = { type: "command", mutation_id: mutationID, source_client: "web", command, ...members };
    return new Promise((resolve, reject) => {
      this.commands.set(mutationID, { message, resolve, reject });
      this.send(message);
    });
  }

  send(message) {
    if (this.isReady && this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  answered(frame) {
    const command = this.commands.get(frame.mutation_id);
    if (!command) return;
    if (frame.type === "refused" && frame.problem.code === "unavailable") {
      // Whether it was done is not known; its name makes it safe to ask again.
      setTimeout(() => this.commands.has(frame.mutation_id) && this.send(command.message), 2000);
      return;
    }
    this.commands.delete(frame.mutation_id);
    if (frame.type === "accepted") command.resolve(frame.result);
    else command.reject(new Refusal(frame.problem, frame.problem.status));
  }

  take(frame) {
    if (frame.type === "accepted" || frame.type === "refused") return this.answered(frame);
    if (frame.type === "presence") return this.live(frame.connections);
    if (!frame.position) return;
    const isFirst = this.position === null;
    this.position = frame.position;
    switch (frame.type) {
      case "ready":
        this.attempts = 0;
        this.isReady = true;
        for (const { message } of this.commands.values()) this.send(message);
        if (isFirst) this.handlers.refetch();
        break;
      case "must_refetch":
        this.handlers.refetch();
        break;
      case "caught_up":
        this.live();
        break;
      default:
        this.handlers.message(frame);
    }
  }

  live(connections = 1) {
    this.handlers.state("live", connections > 1 ? `Live · ${connections} devices` : "Live");
  }

  closed(event) {
    this.isReady = false;
    if (this.isStopped) return;
    if (event.code >= 4500 && event.code <= 4999) {
      this.stop();
      this.handlers.stopped(event.code, event.reason);
      return;
    }
    // A server that stops says when to come back, so that not everybody comes at once.
    const hint = event.code === 1001 ? /reconnect after (\d+) ms/.exec(event.reason) : null;
    const longest = Math.min(LONGEST_PAUSE, SHORTEST_PAUSE * 2 ** this.attempts);
    const pause = (hint ? Number(hint[1]) : longest / 2) + Math.random() * (longest / 2);
    this.attempts += 1;
    this.handlers.state("busy", navigator.onLine ? "Reconnecting…" : "Offline");
    this.timer = setTimeout(() => this.open(), pause);
  }

  reconnectNow() {
    if (this.timer && !this.isStopped && navigator.onLine && document.visibilityState === "visible") this.open();
  }

  stop() {
    this.isStopped = true;
    clearTimeout(this.timer);
    removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
    this.socket?.close(1000);
    for (const { reject } of this.commands.values()) reject(new Refusal({ detail: "You are signed out." }, 0));
    this.commands.clear();
  }
}
