// Nothing typed is lost: a form with data-autosave="/url" posts the fields that changed, a moment after typing stops.
//
// Always holds: what could not be sent stays in memory and is sent again; nothing is ever written to the storage of
// the browser, because the device may be lost or shared. Files go with the form itself, not with the draft.
//
// The request: POST, application/x-www-form-urlencoded; every value of each changed field under its own name, each
// changed name once more under `_changed` (so that an emptied field is seen), and csrfmiddlewaretoken.
// The answer: 2xx saved; 401, 403 or a redirect: signed out; 409: somebody else changed the same field; 4xx: refused.

import { text, timeOfDay } from "./texts.js";

const PAUSE_MS = 800;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;
const SKIPPED = new Set(["file", "submit", "button", "image", "reset", "password"]);

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosave;
    this.says = form.querySelector("[data-kith-saved]");
    this.changed = new Set();
    this.saved = new Map(); // what the register has of each field, so that leaving a field sends nothing twice
    this.sending = false;
    this.stopped = false;
    this.retryMs = FIRST_RETRY_MS;
    this.timer = undefined;
    form.addEventListener("input", (event) => this.noticed(event.target));
    form.addEventListener("change", (event) => this.noticed(event.target));
    form.addEventListener("submit", () => this.handOver());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.send({ leaving: true }));
    window.addEventListener("online", () => this.retry());
    // back again, or sent without leaving the page: typing counts again
    for (const back of ["pageshow", "htmx:afterRequest"]) window.addEventListener(back, () => { this.stopped = false; });
    document.addEventListener("kith:unlocked", () => this.retry());
    window.addEventListener("beforeunload", (event) => this.warn(event));
  }

  noticed(field) {
    if (!field.name || field.name === "csrfmiddlewaretoken" || SKIPPED.has(field.type)) return;
    if (!this.sending && this.saved.get(field.name) === this.valueOf(field.name)) {
      this.changed.delete(field.name);
      return;
    }
    this.changed.add(field.name);
    this.later(PAUSE_MS);
  }

  later(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), milliseconds);
  }

  retry() {
    if (this.changed.size > 0) this.later(0);
  }

  valueOf(name) {
    return JSON.stringify(new FormData(this.form).getAll(name).filter((value) => typeof value === "string"));
  }

  body(names) {
    const all = new FormData(this.form);
    const body = new URLSearchParams();
    for (const name of names) {
      body.append("_changed", name);
      for (const value of all.getAll(name)) if (typeof value === "string") body.append(name, value);
    }
    body.append("csrfmiddlewaretoken", all.get("csrfmiddlewaretoken") ?? "");
    return body;
  }

  async send({ leaving = false } = {}) {
    if (this.stopped || this.sending || this.changed.size === 0) return;
    clearTimeout(this.timer);
    const names = new Map([...this.changed].map((name) => [name, this.valueOf(name)]));
    this.changed.clear();
    this.sending = true;
    let answer;
    try {
      answer = await fetch(this.url, {
        method: "POST",
        body: this.body(names.keys()),
        credentials: "same-origin",
        redirect: "manual",
        keepalive: leaving,
        headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
      });
    } catch {
      answer = undefined;
    }
    this.sending = false;
    this.read(answer, names);
  }

  read(answer, names) {
    if (answer?.ok) {
      this.retryMs = FIRST_RETRY_MS;
      for (const [name, value] of names) this.saved.set(name, value);
      document.dispatchEvent(new CustomEvent("kith:alive"));
      if (this.changed.size > 0) this.later(PAUSE_MS);
      else this.say("saved", "saved", { time: timeOfDay() });
      return;
    }
    for (const name of names.keys()) this.changed.add(name);
    if (answer && (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403)) {
      this.say("unsaved", "signed-out");
      document.dispatchEvent(new CustomEvent("kith:signed-out"));
    } else if (answer && answer.status === 409) {
      this.say("unsaved", "conflict");
    } else if (answer && answer.status >= 400 && answer.status < 500) {
      this.say("unsaved", "refused"); // tried again when something else is typed, not over and over
    } else {
      this.say("unsaved", "offline");
      this.later(this.retryMs);
      this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
    }
  }

  // the form itself is on its way with everything in it
  handOver() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  warn(event) {
    if (!this.stopped && (this.changed.size > 0 || this.sending)) event.preventDefault();
  }

  say(state, sentence, values = {}) {
    if (!this.says) return;
    const words = text(this.says, sentence, values);
    this.says.dataset.state = state;
    if (this.says.textContent !== words) this.says.textContent = words;
  }
}

export function startAutosave(form) {
  if (form.dataset.autosaveOn) return;
  form.dataset.autosaveOn = "yes";
  new Autosave(form);
}
