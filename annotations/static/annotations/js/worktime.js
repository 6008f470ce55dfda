// How long somebody has worked without a pause, over all tabs of this browser. Work is keys, presses and taps less than
// two minutes apart; five minutes without any are a pause. After an hour a line suggests one.
import { preferences } from "claimdesk/preferences.js";

const STORED = "claimdesk-work";
const MINUTE = 60000;
const IDLE = 2 * MINUTE;
const PAUSE = 5 * MINUTE;
const LATER = 20 * MINUTE;
const MOST = 24 * 60;                                      // minutes the server keeps
let work = { ms: 0, last: 0, due: 60 * MINUTE };
let looked = 0;

function keep() {
  try {
    localStorage.setItem(STORED, JSON.stringify(work));
  } catch { /* without storage each tab counts on its own */ }
}

function seen() {
  const now = Date.now();
  if (now - looked < 1000) return;
  looked = now;
  try {
    work = { ...work, ...JSON.parse(localStorage.getItem(STORED) ?? "{}") };
  } catch { /* see above */ }
  const gap = now - work.last;
  if (gap < 0 || gap >= PAUSE) work = { ms: 0, last: now, due: 60 * MINUTE };
  else work = { ...work, ms: work.ms + (gap < IDLE ? gap : 0), last: now };
  keep();
  if (work.ms >= work.due && preferences.pause_reminder) import("claimdesk/pause.js").then(({ suggest }) => suggest());
}

/** Whole minutes of work since the last pause. */
export const minutesSincePause = () => Math.min(MOST, Math.floor(work.ms / MINUTE));

/** They rested: the hour begins again. */
export function rested() {
  work = { ms: 0, last: Date.now(), due: 60 * MINUTE };
  keep();
}

/** Not now: the line comes again after some more work. */
export function later() {
  work = { ...work, due: work.ms + LATER };
  keep();
}

/** Begins to listen. Call it once a page on which people decide. */
export function startWork() {
  for (const event of ["keydown", "pointerdown"]) document.addEventListener(event, seen, { passive: true });
}
