// Where unsent work is kept: IndexedDB, one database per account. Memory only where the browser refuses, and then
// `kept` is false, the badge says so and leaving the page asks first.

const answer = (request) => new Promise((ok, no) => {
  request.onsuccess = () => ok(request.result);
  request.onerror = () => no(request.error);
});
const finished = (tx) => new Promise((ok, no) => {
  tx.oncomplete = () => ok();
  tx.onabort = tx.onerror = () => no(tx.error ?? new Error("The browser dropped the write."));
});

function open(name) {
  return new Promise((ok, no) => {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("ops", { keyPath: "seq", autoIncrement: true });
      request.result.createObjectStore("stuck", { keyPath: "seq" });
      request.result.createObjectStore("lease", { keyPath: "name" });
    };
    request.onsuccess = () => ok(request.result);
    request.onerror = () => no(request.error);
    setTimeout(() => no(new Error("The browser's storage did not answer.")), 10000);
  });
}

/** The store for `name`: in the browser if it keeps things, else in memory. */
export async function openStore(name) {
  try {
    return new BrowserStore(await open(name));
  } catch {
    return new MemoryStore();
  }
}

/** Keeps `op` in `store`, or in memory where the browser will not. Returns the store to go on with. */
export async function keepIn(store, op) {
  try {
    await store.add(op);
    return store;
  } catch {
    const next = await MemoryStore.after(store);
    await next.add(op);
    return next;
  }
}

class BrowserStore {
  kept = true;
  #db;

  constructor(db) {
    this.#db = db;
    db.onversionchange = () => db.close();
  }

  #tx(names, mode = "readonly") {
    return this.#db.transaction(names, mode, { durability: "strict" });
  }

  /** Returns when the operation survives a crash. A newer draft takes the place of an unsent older one. */
  async add(op) {
    const tx = this.#tx(["ops"], "readwrite");
    const ops = tx.objectStore("ops");
    if (op.kind === "note_draft") {
      for (const row of await answer(ops.getAll())) if (row.kind === op.kind && row.claim === op.claim) ops.delete(row.seq);
    }
    ops.add(op);
    await finished(tx);
  }

  first = (n) => answer(this.#tx(["ops"]).objectStore("ops").getAll(null, n));
  all = () => answer(this.#tx(["ops"]).objectStore("ops").getAll());
  count = () => answer(this.#tx(["ops"]).objectStore("ops").count());
  stuck = () => answer(this.#tx(["stuck"]).objectStore("stuck").getAll());

  /** Takes `gone` (rows) out of the queue and sets `stuck` (rows with a reason) aside, in one transaction. */
  async settle(gone, stuck = []) {
    const tx = this.#tx(["ops", "stuck"], "readwrite");
    for (const row of stuck) tx.objectStore("stuck").put(row);
    for (const row of gone) tx.objectStore("ops").delete(row.seq);
    await finished(tx);
  }

  async forget(seq) {
    const tx = this.#tx(["stuck"], "readwrite");
    tx.objectStore("stuck").delete(seq);
    await finished(tx);
  }

  /** True if `owner` may send for the next `ms`. Used where the browser has no Web Locks (plain http on a LAN). */
  async lease(owner, ms) {
    const tx = this.#tx(["lease"], "readwrite");
    const leases = tx.objectStore("lease");
    const held = await answer(leases.get("sender"));
    const free = !held || held.owner === owner || held.until < Date.now();
    if (free) leases.put({ name: "sender", owner, until: Date.now() + ms });
    await finished(tx);
    return free;
  }
}

export class MemoryStore {
  kept = false;
  #ops = [];
  #stuck = [];
  #seq = 0;

  /** A memory store that goes on where a browser store gave up. */
  static async after(store) {
    const next = new MemoryStore();
    try {
      next.#ops = await store.all();
      next.#stuck = await store.stuck();
    } catch { /* what it holds is sent when the page is opened next */ }
    next.#seq = Math.max(0, ...next.#ops.map((row) => row.seq), ...next.#stuck.map((row) => row.seq));
    return next;
  }

  async add(op) {
    if (op.kind === "note_draft") this.#ops = this.#ops.filter((row) => row.kind !== op.kind || row.claim !== op.claim);
    this.#ops.push({ ...op, seq: (this.#seq += 1) });
  }

  first = async (n) => this.#ops.slice(0, n);
  all = async () => [...this.#ops];
  count = async () => this.#ops.length;
  stuck = async () => [...this.#stuck];

  async settle(gone, stuck = []) {
    const seqs = new Set(gone.map((row) => row.seq));
    this.#ops = this.#ops.filter((row) => !seqs.has(row.seq));
    this.#stuck.push(...stuck);
  }

  async forget(seq) {
    this.#stuck = this.#stuck.filter((row) => row.seq !== seq);
  }

  lease = async () => true;
}
