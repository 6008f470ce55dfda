// One claim alone on the page: which key, button or press does what.
import { closeGuidelines, guidelinesCommands } from "claimdesk/beside.js";
import { settled } from "claimdesk/change.js";
import { $ } from "claimdesk/dom.js";
import { helpSheet } from "claimdesk/help.js";
import { LABELS } from "claimdesk/labels.js";
import { say } from "claimdesk/live.js";
import { notes } from "claimdesk/note.js";
import { QueueClaims } from "claimdesk/queue-claims.js";
import { Feed } from "claimdesk/queue-feed.js";
import { QueueScreen } from "claimdesk/queue-screen.js";
import { badge, keys, outbox } from "claimdesk/shell.js";
import { Steps } from "claimdesk/steps.js";

const data = JSON.parse($("#data").textContent);
const claims = new QueueClaims(data, data.round);
const feed = new Feed({ url: data.queue_url, claims, pending: () => outbox.pending(), order: new URLSearchParams(location.search).get("order") });
const screen = new QueueScreen(data, claims, feed, () => ["offline", "busy", "signin"].includes(outbox.state));
const steps = new Steps(screen, outbox, data.mode);
let pointer = "mouse";
let flags = null;

/** Undo reaches behind this page: the server takes the step back, then shows its claim. */
async function undo() {
  const id = claims.trail.at(-1);
  if (!id || claims.byId.has(id)) return steps.undo();
  claims.trail.pop();
  await steps.put("undo", id);
  try {
    await settled(outbox);
    const address = new URL(location);
    address.searchParams.set("claim", id);
    address.searchParams.set("n", Math.max(claims.finished - 1, 0));
    location.assign(address);
  } catch (error) {
    screen.panel.last({ sentence: error.message });
    say(error.message);
  }
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

/** While no claim is on the page, what is about one does nothing. */
const onClaim = (step) => (how) => (screen.resting ? null : step(how));

function commands() {
  const all = {
    undo,
    skip: onClaim(() => (claims.nextOpen(claims.current) ? steps.skip() : skipLast())),
    flag: onClaim(flag),
    context: onClaim(() => say(screen.place.widen())),
    evidence: onClaim(() => screen.focusOn("#ev-source")),
    note: onClaim(() => screen.focusOn("#note")),
    wording: onClaim(() => screen.focusOn("#say-wording")),
    speaker: onClaim(() => screen.focusOn("#say-speaker")),
    history: onClaim(() => screen.focusOn("#his-h")),
    skipped_again: () => {
      const first = claims.again();
      if (first) screen.go(first);
    },
    help: helpSheet(keys),
    sheet: () => screen.sheet(),
    ...guidelinesCommands(),
    escape: () => {
      closeGuidelines();
      screen.sheet(false);
      if (document.activeElement?.matches("input,textarea,select")) document.activeElement.blur();
    },
  };
  if (data.mode === "decide_first") all.reveal = onClaim(() => steps.reveal());
  for (const label of LABELS) all[label] = onClaim((how) => steps.decide(label, how));
  return all;
}

/** Skips the last claim that is here; another may come. */
function skipLast() {
  const claim = claims.current;
  claims.apply({ kind: "skip", claim: claim.id, payload: {} });
  steps.put("skip", claim.id);
  screen.rest();
}

function clicked(event) {
  const button = event.target.closest("[data-run]");
  if (!event.target.closest(".flagwhy,[data-run=flag]")) flags?.close();
  if (!button) return;
  event.preventDefault();
  keys.run(button.dataset.run, { input: event.detail ? pointer : "key" });
}

/** A claim whose words moved on is not the one that was decided: it comes again with its new words. */
function answered({ detail: { op, result } }) {
  if (result.status === "conflict" && op.claim !== claims.current.id) claims.drop((claim) => claim.id !== op.claim);
}

keys.on(commands());
keys.activate("review");
keys.activate("queue");
notes(steps.put, data.me.name);
badge.knows((id) => claims.byId.get(id));
outbox.addEventListener("result", answered);
outbox.addEventListener("change", ({ detail: { state } }) => state === "saved" && screen.wake());
addEventListener("online", () => screen.wake());
document.addEventListener("pointerdown", (event) => { pointer = event.pointerType === "touch" ? "touch" : "mouse"; }, { passive: true });
document.addEventListener("click", clicked);
screen.go(claims.current, { quiet: true, fast: true });
await steps.replay();
feed.start();
outbox.start();
await steps.fetchTheRest();
document.documentElement.dataset.ready = "queue";
