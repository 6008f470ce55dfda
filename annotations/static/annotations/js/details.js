// Evidence, notes and history of the current claim: a part of the page the server writes. Fetched a moment after
// landing on a claim, kept for coming back, dropped when moving on. No key ever waits for it.
import { $, h } from "claimdesk/dom.js";

const WAIT = 150;
const MOST = 60;
const LONGEST = 15000;

export class Details {
  #kept = new Map();
  #timer = 0;
  #request = null;
  #then = null;
  #otherwise = null;
  #node = $("#details");

  /** `arrived(claimId, node)` is called whenever a claim's details come onto the page. */
  constructor(address, arrived) {
    Object.assign(this, { address, arrived });
    this.claim = this.#node.dataset.claim;
    this.#keep(this.claim, this.#node.outerHTML);
    document.body.addEventListener("htmx:afterSwap", () => this.#adopt());
    for (const event of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.body.addEventListener(event, () => this.#failed());
    addEventListener("online", () => this.#node.dataset.failed && this.land(this.claim));
  }

  /** Goes to a claim: shows what is kept, or asks the server after a short rest. */
  land(id) {
    clearTimeout(this.#timer);
    this.#request?.abort();
    if (this.#node.dataset.claim === id && this.#kept.get(id) !== "old" && !this.#node.dataset.failed) {
      this.claim = id;
      this.#node.removeAttribute("aria-busy");
      this.#settle();
      return;
    }
    if (id !== this.claim) this.forget();
    this.claim = id;
    this.#node.setAttribute("aria-busy", "true");
    const kept = this.#kept.get(id);
    // Even a kept copy waits for the rest: while a key is held down, no claim on the way is worth the work.
    this.#timer = setTimeout(() => (kept && kept !== "old" ? this.#show(id, kept) : this.#fetch(id)), kept && kept !== "old" ? 30 : WAIT);
  }

  get busy() {
    return this.#node.getAttribute("aria-busy") === "true";
  }

  /** Runs `step` when the current claim's details are there, or `otherwise` when they are no longer wanted. */
  when(step, otherwise = null) {
    if (!this.busy) return step();
    this.forget();
    [this.#then, this.#otherwise] = [step, otherwise];
  }

  /** Nobody waits for the details any more. */
  forget() {
    const otherwise = this.#otherwise;
    this.#then = this.#otherwise = null;
    otherwise?.();
  }

  #settle() {
    const then = this.#then;
    this.#then = this.#otherwise = null;
    then?.();
  }

  get #writing() {
    return this.#node.contains(document.activeElement) && document.activeElement.matches("input,textarea");
  }

  /** What is kept about a claim is out of date. Fetches it again if it is the current one. */
  stale(id) {
    this.#kept.set(id, "old");
    if (id === this.claim && !this.#writing) this.land(id);
  }

  async #fetch(id) {
    const request = this.#request = new AbortController();
    const { signal } = request;
    const late = setTimeout(() => {
      request.abort();
      if (id === this.claim) this.#sorry(id);
    }, LONGEST);
    try {
      const response = await fetch(this.address(id), { headers: { "HX-Request": "true" }, signal });
      if (!response.ok || response.redirected) throw new Error(`The server answered ${response.status}.`);
      const html = await response.text();
      if (signal.aborted) return;
      this.#keep(id, html);
      this.#show(id, html);
    } catch {
      if (!signal.aborted && id === this.claim) this.#sorry(id);
    } finally {
      clearTimeout(late);
    }
  }

  #keep(id, html) {
    this.#kept.delete(id);
    this.#kept.set(id, html);
    if (this.#kept.size > MOST) this.#kept.delete(this.#kept.keys().next().value);
  }

  #show(id, html) {
    const next = new DOMParser().parseFromString(html, "text/html").querySelector("#details");
    if (!next || id !== this.claim) return;
    if (this.#stays(id)) return;
    this.#node.replaceWith(next);
    this.#node = next;
    globalThis.htmx?.process(next);
    this.arrived(id, next);
    this.#settle();
  }

  /** Whether somebody is writing in this claim's details. Then they stay as they are, and the rest comes the next time. */
  #stays(id) {
    const stays = this.#writing && this.#node.dataset.claim === id;
    if (!stays) return false;
    this.#kept.set(id, "old");
    this.#node.removeAttribute("aria-busy");
    this.#settle();
    return true;
  }

  #sorry(id) {
    if (this.#stays(id)) return;
    const note = $("#note") ? h("form", { id: "note-form" }, h("div", { class: "field" }, h("label", { for: "note" }, "Note for the next reader"),
      h("textarea", { class: "inp", id: "note", rows: 2, maxlength: 4000, placeholder: "Saved as you type" }))) : null;
    const next = h("div", { id: "details", "data-claim": id, "data-failed": "1" }, h("section", {}, h("p", { class: "hid" },
      "Evidence, earlier notes and history come from the server and cannot be shown while it is away. Deciding goes on.")),
    note && h("section", {}, h("ul", { class: "notes", id: "notes" }), note));
    this.#node.replaceWith(next);
    this.#node = next;
    this.#settle();
  }

  /** htmx put a new version in place, after adding or withdrawing evidence. */
  #adopt() {
    const next = $("#details");
    if (next === this.#node) return;
    this.#node = next;
    if (next.dataset.claim !== this.claim) return this.land(this.claim);
    this.#keep(next.dataset.claim, next.outerHTML);
    this.arrived(next.dataset.claim, next);
  }

  #failed() {
    const message = $("#ev-err");
    if (message) message.textContent = "Evidence needs the server, and it did not answer. What you typed is still here.";
  }
}
