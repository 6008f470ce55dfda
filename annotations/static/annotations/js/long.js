// A long article: the page brings the part somebody stands in, and the rest comes a part at a time, when it is wanted.
import { $, $$ } from "claimdesk/dom.js";

export { Strip } from "claimdesk/strip.js";

const LABELS = { o: null, s: "sourced", d: "disputed", p: "opinion", x: "not_a_claim", q: "unresolved" };
const REST = 150;
const AHEAD = 20;
const BEHIND = 5;
const LONGEST = 15000;

const uuid = (hex) => [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");

/** All ids: the last digits stand in columns, what comes before them once for each run of ids that share it. */
function written({ runs, columns }) {
  const heads = runs.flatMap(([head, count]) => Array(count).fill(head));
  const width = columns.length / heads.length;
  return heads.map((head, i) => uuid(head + Array.from({ length: width }, (_, column) => columns[column * heads.length + i]).join("")));
}

/** Writes out what the page's JSON says in short: `claims` has every claim then, `trail` their ids. Of claims that are
    not on the page yet only the number and how they stand is known. */
export function expand(data) {
  const { ids, states, flagged, backed, usual } = data.long;
  const names = written(ids);
  const here = new Map(data.claims.map(([n, start, end, own]) => [n, { ...usual, start, end, ...own }]));
  const marked = new Set(flagged);
  const evidence = new Set(backed);
  data.claims = [...states].map((letter, i) => ({
    id: names[i], n: i + 1,
    label: LABELS[letter.toLowerCase()], stale: letter !== letter.toLowerCase(), flagged: marked.has(i + 1),
    ...(here.get(i + 1) ?? { evidence: evidence.has(i + 1) ? 1 : 0, revealed: false, suggestion: null }),
  }));
  let at = 0;
  data.trail = data.trail.map((by) => data.claims[(at += by) - 1].id);
}

export class Parts {
  #here = new Set();
  #coming = new Map();
  #timer = 0;
  #seen = new Set();
  #watcher = new IntersectionObserver((entries) => this.#passed(entries), { rootMargin: "900px 0px" });

  /** `claims`, `article` and `overview` are the screen's; `arrived(claims)` is called when a part has come, `outdated()`
      when the article has other claims than this page knows of. */
  constructor({ data, claims, article, overview, arrived, outdated }) {
    Object.assign(this, { claims, article, overview, arrived, outdated, address: data.part_url });
    this.#read(data.long);
  }

  #read(long) {
    this.long = long;
    this.#here = new Set([long.here]);
  }

  /** The number of the part this claim begins in. */
  of(claim) {
    return Math.max(0, this.long.parts.findLastIndex(([, first, last]) => first <= claim.n && last >= first));
  }

  range = (number) => {
    const [, first, last] = this.long.parts[number];
    return this.claims.list.slice(first - 1, last);
  };

  /** Whether all words of this claim are on the page. */
  has(claim) {
    for (let number = this.of(claim); number < this.long.parts.length; number += 1) {
      if (number > this.of(claim) && !(claim.end > this.long.parts[number][0])) return true;
      if (!this.#here.has(number)) return false;
    }
    return true;
  }

  /** Fetches what is missing of this claim's words. Throws where the server is away. */
  async bring(claim) {
    for (let number = this.of(claim); number < this.long.parts.length && !this.has(claim); number += 1) await this.load(number);
  }

  /** Every part, one after the other. */
  async bringAll() {
    for (let number = 0; number < this.long.parts.length; number += 1) await this.load(number);
  }

  /** Fetches a part unless it is here or on its way. */
  load(number) {
    if (this.#here.has(number) || !this.long.parts[number]) return Promise.resolve();
    if (!this.#coming.has(number)) this.#coming.set(number, this.#fetch(number).finally(() => this.#coming.delete(number)));
    return this.#coming.get(number);
  }

  async #fetch(number) {
    const { long } = this;
    const response = await fetch(`${this.address}?at=${long.parts[number][0]}`, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(LONGEST) });
    if (!response.ok || response.redirected) throw new Error(`The server answered ${response.status}.`);
    const came = new DOMParser().parseFromString(await response.text(), "text/html");
    if (long !== this.long) return;                          // the page was written anew meanwhile
    const { version, claims } = JSON.parse($("#part-data", came).textContent);
    if (version !== long.version) return this.outdated();
    this.#place(number, came, claims);
  }

  #place(number, came, claims) {
    this.#here.add(number);
    const part = document.importNode($(".part", came), true);
    this.#gap(number)?.replaceWith(part);
    const known = claims.map((claim) => this.claims.learn(claim)).filter(Boolean);
    this.article.add(part);
    this.overview.add(number, $$("ol > li", came).map((row) => document.importNode(row, true)));
    this.arrived(known);
    this.#stretch();
  }

  #gap = (number) => $(`#text > .gap[data-part="${number}"]`);

  /** Fetches ahead of somebody who stands here: the part that follows, the one before, and the one with the next open
      claim. What does not come now comes when it is needed. */
  near(claim) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const at = this.of(claim);
      const [, first, last] = this.long.parts[at];
      const wanted = new Set();
      if (claim.n > last - AHEAD) wanted.add(at + 1);
      if (claim.n < first + BEHIND) wanted.add(at - 1);
      const next = this.claims.nextOpen(claim);
      if (next) wanted.add(this.of(next));
      for (const number of wanted) this.load(number).catch(() => {});
    }, REST);
  }

  /** Begins to fetch what is scrolled to. */
  watch() {
    this.#stretch();
    this.#watcher.disconnect();
    for (const gap of $$("#text > .gap")) this.#watcher.observe(gap);
  }

  #passed(entries) {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) this.#seen.add(target);
      else this.#seen.delete(target);
    }
    // Whoever only flies past on the way to another claim needs nothing from here.
    setTimeout(() => {
      for (const gap of this.#seen) if (gap.isConnected) this.load(Number(gap.dataset.part)).catch(() => {});
      this.#seen.clear();
    }, REST);
  }

  /** Gaps are about as high as what belongs there, so that the scroll bar tells the truth. */
  #stretch() {
    const here = $$("#text > .part");
    const height = here.reduce((sum, part) => sum + part.offsetHeight, 0);
    const length = here.reduce((sum, part) => sum + this.#length(Number(part.dataset.part)), 0);
    for (const gap of $$("#text > .gap")) gap.style.minHeight = `${Math.round((this.#length(Number(gap.dataset.part)) * height) / length)}px`;
  }

  #length(number) {
    return (this.long.parts[number + 1]?.[0] ?? this.long.length) - this.long.parts[number][0];
  }

  /** Takes over the parts of `page`, the same page written anew: the one it has, and gaps for all others. */
  renew(page, data) {
    this.#read(data.long);
    for (const fresh of $$("#text > [data-part]", page)) {
      const own = $(`#text > [data-part="${fresh.dataset.part}"]`);
      if (own && !(own.matches(".part") && fresh.matches(".part"))) own.replaceWith(document.importNode(fresh, true));
    }
    this.watch();
  }
}
