// The review screen: which key, button or click does what.
import { closeGuidelines, guidelinesCommands } from "claimdesk/beside.js";
import { $ } from "claimdesk/dom.js";
import { helpSheet } from "claimdesk/help.js";
import { LABELS, SUGGESTED, look } from "claimdesk/labels.js";
import { notes } from "claimdesk/note.js";
import { say } from "claimdesk/live.js";
import { NumberJump } from "claimdesk/number.js";
import { Screen } from "claimdesk/screen.js";
import { badge, keys, outbox, palette } from "claimdesk/shell.js";
import { Spans } from "claimdesk/spans.js";
import { Steps } from "claimdesk/steps.js";

const data = JSON.parse($("#data").textContent);
const long = data.long ? await import("claimdesk/long.js") : null;
long?.expand(data);
const screen = new Screen(data, () => ["offline", "busy", "signin"].includes(outbox.state), { long, outdated: () => (spans ? spans.refresh() : location.reload()) });
const { claims } = screen;
const steps = new Steps(screen, outbox, data.mode);
const jump = new NumberJump(keys, claims.list.length, {
  go: (n) => (claims.at(n) ? screen.go(claims.at(n)) : tell(`There is no claim ${n}.`)),
  show: (digits) => tell(digits ? `Go to claim ${digits}.` : "Go to claim: type its number."),
});
const spans = data.may_judge ? new Spans({ screen, keys, outbox, article: data.article.id, renewed }) : null;
let pointer = "mouse";
let flags = null;

/** In the strip, and to those who listen. */
function tell(sentence) {
  screen.panel.last({ sentence });
  say(sentence);
}

/** The page was written anew after claims changed: everything that holds claims takes the new ones. */
async function renewed(page, fresh) {
  if (Boolean(fresh.long) !== Boolean(long)) return location.reload();   // it became a long article just now, or a short one
  long?.expand(fresh);
  screen.renew(page, fresh);
  jump.most = claims.list.length;
  steps.forget();
  await steps.replay(fresh.seen);
}

function commands() {
  const all = {
    next: () => screen.step(1),
    prev: () => screen.step(-1),
    goto: () => jump.start(),
    help: helpSheet(keys),
    history: () => screen.focusOn("#his-h"),
    sheet: () => screen.sheet(),
    list: () => screen.list(),
    ...guidelinesCommands(),
    escape: () => {
      closeGuidelines();
      screen.sheet(false);
      screen.list(false);
      if (document.activeElement?.matches("input,textarea,select")) document.activeElement.blur();
    },
  };
  if (long) all.whole = () => whole();
  if (data.next_url) all.next_article = () => location.assign(data.next_url);
  if (data.prev_url) all.prev_article = () => location.assign(data.prev_url);
  return data.may_judge ? { ...all, ...judging() } : all;
}

/** All parts of a long article, for the browser's own search and for printing. */
async function whole() {
  tell("Fetching the rest of the article.");
  const came = await screen.parts.bringAll().then(() => true, () => false);
  tell(came ? "The whole article is on the page." : "The server is away, so a part of the article is missing.");
}

/** The part behind a gap in the text or in the list. */
async function openPart(link) {
  const number = Number(link.dataset.load);
  const [first] = screen.parts.range(number);
  const inList = Boolean(link.closest("#rail"));
  await screen.parts.load(number).catch(() => {});
  if (!first || !screen.parts.has(first)) return first && screen.go(first);   // it says why it cannot
  if (inList) screen.go(first);
  const place = inList ? $(`#rail-list [data-go="${first.n}"]`) : screen.article.marks(first.id)[0];
  place?.focus({ preventScroll: true });
}

/** A flag goes down at once; raising one asks why first, without holding anything up. */
async function flag() {
  const claim = claims.current;
  if (claim.flagged) return steps.flag(claim, false);
  const Choice = steps.FlagChoice;                         // already here as a rule: the next key must find its choice
  flags ??= new (Choice ?? (await import("claimdesk/flag.js")).FlagChoice)(keys, (one, why) => steps.flag(one, true, why));
  if (flags.open) return keys.run("flag_plain");
  flags.show(claim);
}

function judging() {
  const all = {
    undo: () => steps.undo(),
    skip: () => steps.skip(),
    flag,
    evidence: () => screen.focusOn("#ev-source"),
    note: () => screen.focusOn("#note"),
    wording: () => screen.focusOn("#say-wording"),
    speaker: () => screen.focusOn("#say-speaker"),
    ...spans.commands(),
  };
  if (data.mode === "decide_first") all.reveal = () => steps.reveal();
  const { mark } = all;
  all.mark = () => (claims.open || !data.next_url || spans.selected.now() ? mark() : location.assign(data.next_url));
  for (const label of LABELS) all[label] = (how) => steps.decide(label, how);
  for (const label of SUGGESTED) all[`stay_${label}`] = (how) => steps.decide(label, { ...how, stay: true });
  return all;
}

function clicked(event) {
  const button = event.target.closest("[data-run]");
  if (!event.target.closest(".flagwhy,[data-run=flag]")) flags?.close();
  const gap = long && event.target.closest("[data-load]");
  if (screen.waiting || gap) {
    if (button || gap || event.target.closest("[data-go]")) event.preventDefault();
    if (gap && !screen.waiting && !spans?.active) openPart(gap);
    return;
  }
  if (button) {
    event.preventDefault();
    if (spans?.busy) return;
    if (!keys.open(button.dataset.run)) spans?.drop();
    keys.run(button.dataset.run, { input: event.detail ? pointer : "key" });
    return;
  }
  const block = event.target.closest("[data-mark-block]");
  if (block && spans) return spans.markBlock(block);
  const row = event.target.closest("[data-go]");
  if (spans?.active) {
    if (row) event.preventDefault();
    if (!row || spans.busy) return;                          // a press in the text belongs to the ends or to the cut
    spans.drop();
  }
  const mark = row ? null : event.target.closest("mark[data-c]");
  if (!row && !(mark && getSelection().isCollapsed)) return;
  event.preventDefault();
  screen.go(row ? claims.at(Number(row.dataset.go)) : claims.byId.get(mark.dataset.c));
  if (row) screen.list(false);
}

/** Where somebody stood who loads the page again: the address may not have caught up with quick keys. */
function stoodOn() {
  try {
    if (performance.getEntriesByType("navigation")[0]?.type !== "reload") return null;
    return claims.byId.get(sessionStorage.getItem(`claimdesk-at ${location.pathname}`)) ?? null;
  } catch {
    return null;
  }
}

function search(query, number) {
  const hit = (claim) => (number ? claim.n === number : claims.text(claim.id).toLowerCase().includes(query));
  return (query ? claims.list.filter(hit) : []).map((claim) => ({ n: claim.n, text: claims.text(claim.id), icon: look(claim), go: () => { spans?.drop(); screen.go(claim); } }));
}

keys.on(commands());
if (data.may_judge) notes(steps.put, data.me.name);
palette.claims = search;
badge.knows((id) => claims.byId.get(id));
document.addEventListener("pointerdown", (event) => { pointer = event.pointerType === "touch" ? "touch" : "mouse"; }, { passive: true });
screen.hold = (on) => (on ? keys.alone("waiting") : keys.together());
screen.go(stoodOn() ?? claims.current, { quiet: true, fast: true });
screen.parts?.watch();
await steps.replay(data.seen);
keys.activate("review");                                   // before, a step would be painted now and once more by the replay
document.addEventListener("click", clicked);
outbox.start();
performance.mark("claimdesk-ready");
if (data.may_judge) await steps.fetchTheRest();
document.documentElement.dataset.ready = "review";
