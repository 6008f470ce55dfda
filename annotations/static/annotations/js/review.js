// The review screen: keys and clicks become steps. A step is painted at once, kept in the outbox, then sent.
import { Article } from "claimdesk/article.js";
import { Claims } from "claimdesk/claims.js";
import { Details } from "claimdesk/details.js";
import { $, $$, plural } from "claimdesk/dom.js";
import { helpSheet } from "claimdesk/help.js";
import { LABELS, capital, look, stateWord, word } from "claimdesk/labels.js";
import { say } from "claimdesk/live.js";
import { notes } from "claimdesk/note.js";
import { NumberJump } from "claimdesk/number.js";
import { Overview } from "claimdesk/overview.js";
import { Panel } from "claimdesk/panel.js";
import { badge, keys, outbox, palette } from "claimdesk/shell.js";
import { Stopwatch } from "claimdesk/stopwatch.js";
import { comparison } from "claimdesk/suggestion.js";

const data = JSON.parse($("#data").textContent);
const article = new Article($("#doc"));
const claims = new Claims(data, article.text);
const overview = new Overview(claims);
const panel = new Panel(claims, { mode: data.mode, away: () => ["offline", "busy", "signin"].includes(outbox.state) });
const details = new Details((id) => data.panel_url.replace("{id}", id), arrived);
const watch = new Stopwatch();
const page = document.documentElement;
let lastStep = null;                                       // the decision the strip shows: {op, label, n}
let pointer = "mouse";
let addressTimer = 0;

/** Keeps a step and sends it. The claim has been painted before this is called. */
const put = (kind, id, payload = {}) => outbox.put(kind, id, claims.byId.get(id)?.version ?? 1, payload);

function repaint(claim) {
  article.paint(claim);
  overview.paint(claim);
  overview.counts();
  panel.done();
  if (claim === claims.current) panel.paint(claim);
}

/** Makes `claim` the current one. */
function go(claim, { quiet = false, fast = false } = {}) {
  const before = claims.current;
  claims.current = claim;
  if (before !== claim) {
    for (const part of [article, overview]) part.setCurrent(before, false);
    for (const part of [article, overview]) part.setCurrent(claim, true);
  }
  panel.paint(claim);
  article.show(claim, { fast });
  overview.follow(claim);
  watch.start();
  details.land(claim.id);
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => history.replaceState(null, "", `?claim=${claim.id}`), 400);
  if (!quiet) say(`Claim ${claim.n} of ${claims.list.length}, ${stateWord(claim)}. ${claims.text(claim.id)}`);
}

function decide(label, { stay = false, input = pointer } = {}) {
  const claim = claims.current;
  const known = claim.suggestion;
  const payload = { label, suggestion_visible: Boolean(known), active_ms: watch.ms, input };
  const op = { kind: "label", claim: claim.id, payload };
  const again = claim.label === label && !claim.stale;
  if (!again) claims.apply(op);
  repaint(claim);
  lastStep = { claim: claim.id, label, n: claim.n };
  panel.last({ label, text: `${claim.n}. ${capital(label)}`, sentence: comparison(label, known), undo: true });
  const next = stay ? claim : claims.nextOpen(claim);
  const done = `Claim ${claim.n} marked ${capital(label)}.`;
  go(next ?? claim, { quiet: true });
  if (claims.open === 0) say(`${done} ${panel.doneSentence()}`);
  else say(`${done} Now claim ${claims.current.n} of ${claims.list.length}. ${claims.text(claims.current.id)}`);
  if (!again) put("label", claim.id, payload).then(({ id }) => lastStep && lastStep.claim === claim.id && (lastStep.op = id));
}

function undo() {
  const id = claims.trail.at(-1);
  if (!id) {
    panel.last({ sentence: "Nothing to undo." });
    say("Nothing to undo.");
    return;
  }
  const claim = claims.apply({ kind: "undo", claim: id, payload: {} }) ?? claims.current;
  lastStep = null;
  repaint(claim);
  go(claim, { quiet: true });
  const sentence = `Claim ${claim.n} put back to ${word(claim.label)}. Both steps stay in its history.`;
  panel.last({ sentence });
  say(sentence);
  put("undo", id);
}

function skip() {
  const claim = claims.current;
  const next = claims.nextOpen(claim);
  if (next) go(next);
  panel.last({ sentence: next ? `Claim ${claim.n} skipped. It stays in your list.` : "No other claim is waiting." });
  if (next) put("skip", claim.id);
}

function flag() {
  const claim = claims.current;
  const payload = { on: !claim.flagged };
  claims.apply({ kind: "flag", claim: claim.id, payload });
  repaint(claim);
  const sentence = payload.on ? `Claim ${claim.n} flagged.` : `Flag of claim ${claim.n} removed.`;
  panel.last({ sentence });
  say(sentence);
  put("flag", claim.id, payload);
}

function reveal() {
  const claim = claims.current;
  if (data.mode === "blind" || claim.suggestion || claim.revealed || claim.label) return;
  claims.apply({ kind: "reveal", claim: claim.id, payload: {} });
  panel.suggestion(claim);
  put("reveal", claim.id);
}

function sheet(open = !page.classList.contains("sheet")) {
  page.classList.toggle("sheet", open);
  for (const button of $$("[data-run=sheet][aria-expanded]")) button.setAttribute("aria-expanded", String(open));
}

function list(open = !page.classList.contains("list-open")) {
  page.classList.toggle("list-open", open);
  $(".listbtn").setAttribute("aria-expanded", String(open));
  if (open) $("#rail-list [aria-current]").focus();
}

/** Puts the cursor into a part of the details, opening the sheet on a phone. */
function focusOn(selector) {
  if (getComputedStyle($("#panel")).display === "none") sheet(true);
  details.when(() => {
    $(selector)?.focus();
    $(selector)?.scrollIntoView({ block: "nearest" });
  });
}

function arrived(id, node) {
  const claim = claims.byId.get(id);
  const count = Number(node.dataset.evidence);
  if (!claim || Number.isNaN(count) || count === claim.evidence) return;
  say(count > claim.evidence ? "Evidence added." : "Evidence withdrawn.");
  claim.evidence = count;
  repaint(claim);
}

/** The server's answer to a step, from this tab or another. */
function answered({ op, result }) {
  const claim = claims.settle(op, result);
  if (!claim) return;
  repaint(claim);
  if (lastStep?.op === op.id && claim.suggestion) {
    panel.last({ label: lastStep.label, text: `${lastStep.n}. ${capital(lastStep.label)}`, sentence: comparison(lastStep.label, claim.suggestion), undo: true });
  }
  if (op.kind === "reveal" && claim === claims.current) say(claim.suggestion ? `Suggestion shown and recorded. ${claim.suggestion.text}` : "The model has no suggestion for this claim.");
  if (!["ok", "seen"].includes(result.status)) say(`A step on claim ${claim.n} was refused. ${result.message}`);
  if (op.kind !== "note_draft" && op.kind !== "skip") details.stale(claim.id);
}

/** Steps of earlier visits that the server has not confirmed go over the page it wrote. */
async function replay() {
  const known = new Set(data.seen ?? []);
  for (const row of await outbox.pending()) {
    const claim = known.has(row.id) ? null : claims.apply(row);
    if (claim) repaint(claim);
    replayed.add(row.id);
  }
}
const replayed = new Set();

const commands = {
  next: () => go(claims.step(claims.current, 1)),
  prev: () => go(claims.step(claims.current, -1)),
  goto: () => jump.start(),
  help: helpSheet(keys),
  history: () => focusOn("#his-h"),
  sheet: () => sheet(),
  list: () => list(),
  escape: () => {
    sheet(false);
    list(false);
    if (document.activeElement?.matches("input,textarea,select")) document.activeElement.blur();
  },
};
if (data.may_judge) {
  Object.assign(commands, { undo, skip, flag, reveal, evidence: () => focusOn("#ev-source"), note: () => focusOn("#note") });
  for (const label of LABELS) commands[label] = (how) => decide(label, how);
  for (const label of LABELS.slice(0, 3)) commands[`stay_${label}`] = (how) => decide(label, { ...how, stay: true });
  notes(put, data.me.name);
}
if (data.mode === "blind") delete commands.reveal;
if (data.next_url) commands.next_article = () => location.assign(data.next_url);
if (data.prev_url) commands.prev_article = () => location.assign(data.prev_url);
keys.on(commands);
keys.activate("review");
const jump = new NumberJump(keys, claims.list.length, {
  go: (n) => (claims.at(n) ? go(claims.at(n)) : panel.last({ sentence: `There is no claim ${n}.` })),
  show: (digits) => panel.last({ sentence: digits ? `Go to claim ${digits}` : "Go to claim: type its number." }),
});

document.addEventListener("pointerdown", (event) => { pointer = event.pointerType === "touch" ? "touch" : "mouse"; }, { passive: true });
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-run]");
  if (button) {
    event.preventDefault();
    keys.run(button.dataset.run, { input: event.detail ? pointer : "key" });
    return;
  }
  const row = event.target.closest("[data-go]");
  const mark = row ? null : event.target.closest("mark[data-c]");
  if (!row && !(mark && getSelection().isCollapsed)) return;
  event.preventDefault();
  go(row ? claims.at(Number(row.dataset.go)) : claims.byId.get(mark.dataset.c));
  if (row) list(false);
});
outbox.addEventListener("result", ({ detail }) => {
  if (detail.result.status === "seen" && replayed.has(detail.op.id)) claims.countedTwice(detail.op);
  answered(detail);
});
outbox.addEventListener("remote", ({ detail: { op } }) => {
  const claim = claims.apply(op);
  if (claim) repaint(claim);
});
outbox.addEventListener("change", () => !claims.current.suggestion && panel.suggestion(claims.current));
palette.claims = (query, number) => (query ? claims.list.filter((claim) => (number ? claim.n === number : claims.text(claim.id).toLowerCase().includes(query))) : [])
  .map((claim) => ({ n: claim.n, text: claims.text(claim.id), icon: look(claim), go: () => go(claim) }));
badge.knows((id) => claims.byId.get(id));
await replay();
go(claims.current, { quiet: true, fast: true });
page.dataset.ready = "review";
