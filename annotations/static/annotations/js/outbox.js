// The outbox: an operation is written to the browser's storage, then sent, and leaves only when the server has
// answered for that very id. Nothing is dropped: what the server refuses for good is set aside and shown.
import { send, sendLast } from "claimdesk/outbox-send.js";
import { keepIn, openStore } from "claimdesk/outbox-store.js";
import { uuid } from "claimdesk/uuid.js";

const LEASE = 20000;

/** Fires "change" {state, n, stuck, kept}, "result" {op, result} and, for another tab's work, "remote" {op}.
    States: saved, kept, sending, offline, busy, signin. */
export class Outbox extends EventTarget {
  state = "saved";
  n = 0;
  stuckCount = 0;
  #store;
  #recent = [];
  #tries = 0;
  #limit;
  #timer = 0;
  #started = false;
  #busy = false;
  #again = false;
  #refreshed = false;
  #channel = null;
  #writing = 0;                                            // steps on their way into the browser's storage
  #me = uuid();

  /** headers() gives the headers of each request; refresh() gets a new CSRF token, true if there is one. */
  constructor({ user, url, headers = () => ({}), refresh = async () => false, batch = 40, base = 500, cap = 8000, timeout = 15000 }) {
    super();
    Object.assign(this, { name: `claimdesk-outbox-${user}`, url, headers, refresh, batch, base, cap, timeout });
    this.#limit = batch;
    this.ready = openStore(this.name).then(async (store) => {
      this.#store = store;
      await this.#tell("saved");
    });
    if (globalThis.BroadcastChannel) {
      this.#channel = new BroadcastChannel(this.name);
      this.#channel.onmessage = ({ data }) => this.#hear(data);
    }
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.now());
    // What an earlier page left unsent goes first, so this page's own steps wait with it for the next one.
    addEventListener("pagehide", () => this.n > this.#recent.length || sendLast(this, this.#recent.slice(0, this.batch)));
    addEventListener("beforeunload", (event) => this.n && !this.#store?.kept && event.preventDefault());
  }

  /** Begins to send. A page that shows the kept steps puts them over its own state before. */
  start() {
    this.#started = true;
    this.kick(0);
  }

  get kept() { return this.#store?.kept ?? true; }

  /** Keeps one operation and starts sending. Returns it, with its id, once it would survive a crash. */
  async put(kind, claim, baseVersion, payload = {}) {
    const op = { id: uuid(), at: Date.now(), kind, claim, base_version: baseVersion, payload };
    this.#recent.push(op);
    this.#writing += 1;
    this.#say(this.state === "saved" ? "kept" : this.state, this.n + 1);  // the badge never says Saved over a step it has not seen
    await this.ready;
    this.#store = await keepIn(this.#store, op);
    this.#writing -= 1;
    await this.#tell(this.state === "saved" ? "kept" : this.state);  // trouble stays in view until it is over
    this.#channel?.postMessage({ op });
    this.kick(0);
    return op;
  }

  pending = async () => (await this.ready, this.#store.all());
  stuck = async () => (await this.ready, this.#store.stuck());

  /** Sends a refused operation again, as a new one against the claim as it is now. */
  async retry(row, baseVersion) {
    await this.#store.forget(row.seq);
    const op = await this.put(row.kind, row.claim, baseVersion ?? row.base_version, row.payload);
    this.dispatchEvent(new CustomEvent("remote", { detail: { op } }));
    return op;
  }

  async drop(row) {
    await this.#store.forget(row.seq);
    await this.#tell(this.state);
  }

  /** Tries at once, whatever the back-off said. */
  now() {
    this.#tries = 0;
    this.#refreshed = false;
    this.kick(0);
  }

  kick(ms) {
    if (!this.#started) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#run(), ms);
  }

  async #tell(state) {
    const n = await this.#store.count();
    this.stuckCount = (await this.#store.stuck()).length;
    this.#say(state === "saved" && n + this.#writing ? "kept" : state, n + this.#writing);
  }

  #say(state, n) {
    Object.assign(this, { state, n });
    this.dispatchEvent(new CustomEvent("change", { detail: { state: this.state, n: this.n, stuck: this.stuckCount, kept: this.kept } }));
  }

  #hear({ op, result }) {
    if (result) this.dispatchEvent(new CustomEvent("result", { detail: { op, result } }));
    else this.dispatchEvent(new CustomEvent("remote", { detail: { op } }));
    this.ready.then(() => this.#tell(result || this.state === "saved" ? "saved" : this.state));
  }

  async #run() {
    this.#again = this.#busy;
    if (this.#busy) return;
    this.#busy = true;
    try {
      await this.ready;
      await this.#alone(() => this.#drain());
    } catch {
      this.kick(this.#pause());                            // storage hiccup: what is kept stays kept
    } finally {
      this.#busy = false;
      if (this.#again) this.kick(0);
    }
  }

  /** One sender per account over all tabs, so the order of each claim's operations holds. */
  async #alone(work) {
    if (navigator.locks) {
      await navigator.locks.request(this.name, { ifAvailable: true }, (lock) => (lock ? work() : this.kick(1500)));
    } else if (await this.#store.lease(this.#me, LEASE)) {
      await work();
      await this.#store.lease(this.#me, 0);
    } else {
      this.kick(1500);
    }
  }

  async #drain() {
    for (;;) {
      const rows = await this.#store.first(this.#limit);
      if (!rows.length) {
        this.#tries = 0;
        this.#recent = this.#recent.slice(this.#recent.length - this.#writing);  // not those that are being written just now
        await this.#tell("saved");
        return;
      }
      if (!navigator.locks) await this.#store.lease(this.#me, LEASE);
      if (this.state !== "signin") await this.#tell(this.#tries ? this.state : "sending");
      if (!(await this.#digest(rows, await send(this, rows)))) return;
    }
  }

  /** Acts on the answer. True: go on with the next batch. */
  async #digest(rows, { results, away, after, signin, refused }) {
    if (signin) {
      if (!this.#refreshed && (this.#refreshed = await this.refresh())) return true;
      await this.#tell("signin");
      return false;
    }
    if (refused && rows.length > 1) {
      this.#limit = 1;                                     // find the one it objects to; the others still count
      return true;
    }
    const verdicts = new Map((refused ? [{ ...refused, id: rows[0].id }] : results ?? []).map((one) => [one.id, one]));
    const judged = rows.filter((row) => verdicts.has(row.id));
    if (away || !judged.length) {
      await this.#tell(away ?? "busy");
      this.kick(Math.max(after || 0, this.#pause()));
      return false;
    }
    this.#tries = 0;
    this.#refreshed = false;
    if (!refused) this.#limit = Math.min(this.batch, this.#limit * 2);
    const bad = judged.filter((row) => !["ok", "seen"].includes(verdicts.get(row.id).status));
    await this.#store.settle(judged, bad.map((row) => ({ ...row, why: verdicts.get(row.id) })));
    const ids = new Set(judged.map((row) => row.id));
    this.#recent = this.#recent.filter((op) => !ids.has(op.id));
    for (const row of judged) {
      const detail = { op: row, result: verdicts.get(row.id) };
      this.dispatchEvent(new CustomEvent("result", { detail }));
      this.#channel?.postMessage(detail);
    }
    return true;
  }

  #pause() {
    const ms = Math.min(this.cap, this.base * 2 ** this.#tries) * (0.5 + Math.random());
    this.#tries += 1;
    return ms;
  }
}
