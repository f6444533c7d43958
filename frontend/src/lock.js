// The lock. A session ends after a time without use; the page then covers itself and keeps every word that was typed.
//
// <body data-session-seconds="900" data-session-ping="/session" data-sign-in="/sign-in" data-person="id">
// The ping answers a signed-in person with JSON {"person": "id", "seconds": 900, "csrf": "token"}, anybody else with 401.
// The person signs in again in another tab; "go on" asks the ping, takes the new token into every form, and uncovers the
// page, but only for the same person.

import { text } from "./texts.js";

const WARN_SECONDS = 120;

class Lock {
  constructor(body) {
    this.body = body;
    this.seconds = Number(body.dataset.sessionSeconds);
    this.dialog = document.querySelector("[data-kith-lock]");
    this.title = this.dialog.querySelector("[data-kith-lock-title]");
    this.words = this.dialog.querySelector("[data-kith-lock-words]");
    this.goOn = this.dialog.querySelector("[data-kith-lock-go-on]");
    this.signIn = this.dialog.querySelector("[data-kith-lock-sign-in]");
    this.locked = false;
    this.goOn.addEventListener("click", () => this.ask());
    this.dialog.addEventListener("cancel", (event) => this.locked ? event.preventDefault() : this.ask());
    document.addEventListener("kith:alive", () => this.alive());
    document.addEventListener("kith:signed-out", () => this.lock());
    document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && this.alive());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.tick());
    this.alive();
    setInterval(() => this.tick(), 5_000);
  }

  alive() {
    this.end = Date.now() + this.seconds * 1000;
    if (!this.locked && this.dialog.open) this.dialog.close(); // the warning is out of date
  }

  tick() {
    if (this.locked) return;
    const left = (this.end - Date.now()) / 1000;
    if (left <= 0) this.lock();
    else if (left <= WARN_SECONDS && !this.dialog.open) this.open("warn");
  }

  open(state) {
    this.title.textContent = text(this.dialog, `${state}-title`);
    this.words.textContent = text(this.dialog, state);
    this.goOn.textContent = text(this.dialog, `${state}-go-on`);
    this.signIn.hidden = state === "warn";
    if (!this.dialog.open) this.dialog.showModal();
  }

  lock() {
    this.locked = true;
    this.body.classList.add("kith-locked");
    this.open("locked");
  }

  async ask() {
    let answer;
    try {
      answer = await fetch(this.body.dataset.sessionPing, { credentials: "same-origin", redirect: "manual", headers: { Accept: "application/json" } });
    } catch {
      this.words.textContent = text(this.dialog, "offline");
      return;
    }
    if (!answer.ok) {
      this.lock();
      return;
    }
    const { person, seconds, csrf } = await answer.json();
    if (this.body.dataset.person && String(person) !== this.body.dataset.person) {
      this.locked = true;
      this.open("other");
      return;
    }
    if (csrf) this.renewToken(csrf);
    if (seconds) this.seconds = Number(seconds);
    this.unlock();
  }

  renewToken(csrf) {
    for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = csrf;
    if (this.body.hasAttribute("hx-headers")) this.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": csrf }));
  }

  unlock() {
    this.locked = false;
    this.body.classList.remove("kith-locked");
    this.dialog.close();
    this.alive();
    document.dispatchEvent(new CustomEvent("kith:unlocked"));
  }
}

export function startLock(body) {
  if (Number(body.dataset.sessionSeconds) > 0 && document.querySelector("[data-kith-lock]")) new Lock(body);
}
