// The command palette: claims by number or words, commands with their keys, pages, and what search finds.
import { keyCap } from "claimdesk/caps.js";
import { $, $$, h, icon, plural } from "claimdesk/dom.js";

const MOST_CLAIMS = 6;
const SHORTEST = 2;                                        // characters before the server is asked
const PAUSE = 160;                                         // ms without typing before it is
const LOCAL = { claim: ["Claims"], command: ["Commands", "Pages"], "": ["Claims", "Commands", "Pages"] };

const wordsOf = (item) => (item.pieces ?? [{ text: item.text }]).map((piece) => (piece.hit ? h("mark", { class: "hitmark" }, piece.text) : piece.text));

export class Palette {
  #items = [];
  #chosen = -1;
  #node = $("#palette");
  #input = $("#pal-in");
  #list = $("#pal-list");
  #scope = "";
  #timer = 0;
  #asking = null;
  /** claims(query, number) gives [{n, text, icon, go}] of the page, if it has any. */
  claims = () => [];

  constructor(keys) {
    this.keys = keys;
    this.#input.addEventListener("input", () => this.#fill());
    this.#input.addEventListener("keydown", (event) => this.#key(event));
    this.#list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (row) this.#run(Number(row.dataset.i));
    });
    $("#open-palette")?.addEventListener("click", () => this.open());
    for (const button of $$("[data-scope]", this.#node)) {
      button.addEventListener("click", () => {
        this.#choose(button.dataset.scope);
        this.#input.focus();
      });
    }
    this.#node.addEventListener("close", () => this.#asking?.abort());
  }

  open() {
    if (document.querySelector("dialog[open]")) return;
    this.#input.value = "";
    this.#node.showModal();
    this.#choose("");
    this.#input.focus();
  }

  #choose(scope) {
    this.#scope = scope;
    for (const button of $$("[data-scope]", this.#node)) button.setAttribute("aria-pressed", String(button.dataset.scope === scope));
    this.#fill();
  }

  #fill() {
    const query = this.#input.value.trim().toLowerCase();
    const hit = (text) => !query || text.toLowerCase().includes(query);
    const claims = this.claims(query, /^\d+$/.test(query) ? Number(query) : 0).slice(0, MOST_CLAIMS)
      .map((claim) => ({ group: "Claims", text: claim.text, icon: claim.icon, cap: String(claim.n), run: claim.go }));
    const commands = this.keys.commands().filter((one) => one.icon && one.run !== "palette" && hit(one.say))
      .map((one) => ({ group: "Commands", text: one.say, icon: one.icon, cap: one.keys.length ? keyCap(one.keys[0]) : "", run: () => this.keys.run(one.run, { input: "key", by: "palette" }) }));
    const pages = [...document.querySelectorAll("a[data-palette]")].filter((link) => hit(link.dataset.palette))
      .map((link) => ({ group: "Pages", text: link.dataset.palette, icon: "right", cap: "", run: () => link.click() }));
    const here = LOCAL[this.#scope] ?? [];
    this.#items = [...claims, ...commands, ...pages].filter((item) => here.includes(item.group));
    this.#chosen = this.#items.length ? 0 : -1;
    this.#ask(this.#input.value);
    this.#draw();
  }

  /** Asks the server for the words a moment after the last key; an answer to earlier words is dropped. */
  #ask(words) {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = null;
    $("#pal-say").textContent = "";
    if (this.#scope === "command" || words.trim().length < SHORTEST || /^\s*\d+\s*$/.test(words)) return;
    const asking = this.#asking = new AbortController();
    this.#timer = setTimeout(async () => {
      try {
        const { find } = await import("claimdesk/find.js");
        const found = await find(words, { kind: this.#scope, signal: asking.signal });
        if (asking.signal.aborted) return;
        const known = new Set(this.#items.map((item) => item.text));
        this.#add(found.filter((item) => !known.has(item.text)), words);
      } catch {
        if (!asking.signal.aborted) $("#pal-say").textContent = "Search needs the server, and it is away.";
      }
      if (this.#asking === asking) this.#asking = null;
      this.#draw();
    }, PAUSE);
  }

  #add(found, words) {
    const query = new URLSearchParams({ q: words.trim(), ...(this.#scope && { kind: this.#scope }) });
    const all = { group: "Search", text: `All results for “${words.trim()}”`, icon: "search", cap: "", run: () => location.assign(`${this.#node.dataset.search}?${query}`) };
    this.#items = [...this.#items, ...found, all];
    if (this.#chosen < 0) this.#chosen = 0;
    $("#pal-say").textContent = found.length ? `${plural(found.length, "find", "finds")}.` : "Nothing found.";
  }

  #draw() {
    const rows = [];
    this.#items.forEach((item, i) => {
      if (item.group !== this.#items[i - 1]?.group) rows.push(h("div", { class: "grp", role: "presentation" }, item.group));
      rows.push(h("div", { role: "option", id: `pal-${i}`, "data-i": i, "aria-selected": String(i === this.#chosen) },
        icon(item.icon), h("span", { dir: "auto" }, ...wordsOf(item), item.about ? h("small", { dir: "auto" }, item.about) : null), item.cap ? h("kbd", { "aria-hidden": "true" }, item.cap) : null));
    });
    if (!rows.length) rows.push(h("div", { class: "grp", role: "option", "aria-selected": "false", "aria-disabled": "true" }, this.#asking ? "Looking …" : "Nothing matches."));
    this.#list.replaceChildren(...rows);
    this.#point();
  }

  #point() {
    for (const row of this.#list.querySelectorAll("[data-i]")) row.setAttribute("aria-selected", String(Number(row.dataset.i) === this.#chosen));
    if (this.#chosen < 0) this.#input.removeAttribute("aria-activedescendant");
    else this.#input.setAttribute("aria-activedescendant", `pal-${this.#chosen}`);
    $(`#pal-${this.#chosen}`)?.scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const n = this.#items.length;
      if (n) this.#chosen = (this.#chosen + (event.key === "ArrowDown" ? 1 : n - 1)) % n;
      this.#point();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.#run(this.#chosen);
    }
  }

  #run(i) {
    const item = this.#items[i];
    if (!item) return;
    this.#node.close();
    item.run();
  }
}
