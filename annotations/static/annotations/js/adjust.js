// Moving the ends of a claim: by word, by character, by its handles, or to a selection. Nothing is sent before it is kept.
import { $, $$ } from "claimdesk/dom.js";
import { say } from "claimdesk/live.js";
import { rangeToSpan } from "claimdesk/offsets.js";
import { nextStop, slice, trimmed, wholeCharacters } from "claimdesk/stops.js";

const AT_EDGE = 60;

/** The first or last words of a stretch, as they are said and shown: "… bellicose behaviour". */
export function edgeWords(text, { start, end }, side) {
  const near = side === "end" ? slice(text, Math.max(start, end - AT_EDGE), end) : slice(text, start, Math.min(end, start + AT_EDGE));
  const words = near.trim().split(/\s+/u);
  const few = side === "end" ? words.slice(-3) : words.slice(0, 3);
  const all = slice(text, start, end).trim().split(/\s+/u).length <= few.length;
  if (all) return few.join(" ");
  return side === "end" ? `… ${few.join(" ")}` : `${few.join(" ")} …`;
}

export class Adjust {
  claim = null;
  span = null;
  /** The claim whose edge was reached, for "merge the two instead". */
  rival = null;

  /** `edges` draws, `panel` shows; `claims` and `article` are those of the screen. */
  constructor({ edges, screen }) {
    Object.assign(this, { edges, screen });
    screen.article.root.addEventListener("pointerdown", (event) => this.claim && event.target.dataset.handle && this.#drag(event));
    screen.article.root.addEventListener("pointerup", () => this.claim && !this.dragging && this.select());
  }

  get text() {
    return this.screen.article.whole;
  }

  begin(claim) {
    const { list } = this.screen.claims;
    const here = list.indexOf(claim);
    this.before = list[here - 1] ?? null;
    this.after = list[here + 1] ?? null;
    this.low = this.before?.end ?? 0;
    this.high = this.after?.start ?? Array.from(this.text).length;
    Object.assign(this, { claim, rival: null, span: { start: claim.start, end: claim.end } });
    getSelection().removeAllRanges();
    this.#show();
    this.screen.panel.last({ sentence: `Adjusting claim ${claim.n}. Enter keeps it, Esc drops it.` });
    say(`Adjusting claim ${claim.n}. Arrows move the end by a word, with Shift the start. Enter keeps it, Escape drops it. End: ${edgeWords(this.text, this.span, "end")}`);
  }

  end() {
    this.claim = null;
    this.span = null;
    this.edges.clear();
  }

  /** Moves one end ("start" or "end") by a word or a character; an arrow key goes the way it points. */
  move(side, by, kind, { key = "" } = {}) {
    const { start, end } = this.span;
    const way = key.includes("Arrow") && this.edges.rightToLeft(side === "end" ? end - 1 : start) ? -by : by;
    const stops = kind === "character" ? "characters" : side === "end" ? "ends" : "starts";
    const [low, high] = side === "end" ? [start, this.high] : [this.low, end];
    const to = nextStop(this.text, this.span[side], way, stops, low, high);
    const next = { start, end, [side]: to };
    if (to === null || !trimmed(this.text, next.start, next.end)) return this.#stop(side, way);
    this.#set(next, side);
  }

  #set(span, side) {
    if (this.rival) this.screen.panel.last({ sentence: `Adjusting claim ${this.claim.n}. Enter keeps it, Esc drops it.` });
    this.rival = null;
    this.span = span;
    this.#show(side);
    say(side === "start" ? `Start: ${edgeWords(this.text, span, "start")}` : `End: ${edgeWords(this.text, span, "end")}`);
  }

  #stop(side, way) {
    const outwards = (side === "end") === way > 0;
    this.rival = outwards ? (side === "end" ? this.after : this.before) : null;
    let sentence = "A claim keeps at least one word.";
    if (this.rival) sentence = `Claim ${this.rival.n} ${side === "end" ? "starts" : "ends"} here. Merge the two instead?`;
    else if (outwards) sentence = side === "end" ? "The article ends here." : "The article starts here.";
    this.screen.panel.last({ sentence, offer: this.rival ? { run: "merge_instead", text: "Merge", icon: "merge" } : null });
    say(sentence);
  }

  /** Takes over what is selected in the article. False where nothing is. */
  select() {
    const selection = getSelection();
    if (!this.edges.painted || !selection.rangeCount || selection.isCollapsed) return false;
    const chosen = rangeToSpan(this.screen.article.root, selection.getRangeAt(0));
    const span = chosen && this.#within(wholeCharacters(this.text, chosen.start, chosen.end));
    selection.removeAllRanges();
    if (!span) return false;
    this.#set(span, "end");
    return true;
  }

  /** The part of a stretch between the neighbours, without white space at its ends; null where there is none. */
  #within({ start, end }) {
    const from = Math.max(start, this.low);
    const to = Math.min(end, this.high);
    return from < to ? trimmed(this.text, from, to) : null;
  }

  /** What is kept: the ends without white space beside them. */
  result() {
    return trimmed(this.text, this.span.start, this.span.end);
  }

  #drag(down) {
    down.preventDefault();
    const side = down.target.dataset.handle;
    const edge = this.edges.edge(this.span[side], side);
    const off = { x: edge.x - down.clientX, y: (edge.top + edge.bottom) / 2 - down.clientY };
    this.dragging = true;
    document.documentElement.classList.add("dragging");
    const follow = (event) => {
      const at = this.edges.at(event.clientX + off.x, event.clientY + off.y);
      if (at !== null) this.#pull(side, at);
    };
    const finish = () => {
      document.removeEventListener("pointermove", follow);
      for (const name of ["pointerup", "pointercancel"]) document.removeEventListener(name, finish);
      document.documentElement.classList.remove("dragging");
      setTimeout(() => { this.dragging = false; });
      if (this.span && !this.rival) say(`${side === "start" ? "Start" : "End"}: ${edgeWords(this.text, this.span, side)}`);
    };
    document.addEventListener("pointermove", follow);
    for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, finish);
  }

  #pull(side, at) {
    if (!this.span) return;
    const { start, end } = this.span;
    const wanted = side === "end" ? { start, end: Math.max(at, start + 1) } : { start: Math.min(at, end - 1), end };
    const whole = wholeCharacters(this.text, wanted.start, wanted.end);
    const next = { start, end, [side]: Math.min(Math.max(whole[side], this.low), this.high) };
    if (!trimmed(this.text, next.start, next.end)) return;
    const beyond = side === "end" ? at > this.high : at < this.low;
    this.span = next;
    this.#show();
    if (beyond && !this.rival) this.#stop(side, side === "end" ? 1 : -1);
    else if (!beyond) this.rival = null;
  }

  #show(moving = null) {
    const { start, end } = this.span;
    this.edges.span(start, end, moving);
    $("#cur-text").textContent = slice(this.text, start, end);
    $("#cur-span").lastChild.data = `${start}–${end}`;
    for (const node of $$("#dock-text span")) node.textContent = slice(this.text, start, end);
  }
}
