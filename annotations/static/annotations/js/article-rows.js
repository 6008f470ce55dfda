// Live rows: while a row says its article is being worked on, and somebody looks, ask for those rows every three seconds.
import { $, $$ } from "claimdesk/dom.js";
import { say } from "claimdesk/live.js";

const EVERY = 3000;
const table = $("#articles");

const busy = () => $$("tr[data-busy]", table);

/** Puts the rows of the answer in the place of those with the same id. Gives the titles that are done. */
function replaceRows(html) {
  const done = [];
  const answer = new DOMParser().parseFromString(html, "text/html");
  for (const next of answer.querySelectorAll("tr[data-uid]")) {
    const row = document.getElementById(next.id);
    if (!row || row.contains(document.activeElement)) continue;
    if (row.dataset.status !== next.dataset.status && !("busy" in next.dataset)) done.push($(".name a", next).textContent.trim());
    const box = $("[name=chosen]", next);
    if (box) box.checked = $("[name=chosen]", row)?.checked ?? false;
    row.replaceWith(next);
  }
  return done;
}

async function look() {
  const ids = busy().map((row) => row.dataset.uid);
  const response = await fetch(`${table.dataset.rows}?ids=${ids.join(",")}`, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(10000) });
  if (!response.ok) throw new Error(`The server answered ${response.status}.`);
  const done = replaceRows(await response.text());
  if (done.length) say(done.length === 1 ? `${done[0]} is ready.` : `${done.length} articles are ready.`);
}

function wait(delay) {
  setTimeout(async () => {
    if (!busy().length) return;
    if (document.visibilityState === "hidden") return wait(EVERY);
    try {
      await look();
      wait(EVERY);
    } catch {
      wait(Math.min(delay * 2, 60000));
    }
  }, delay * (0.9 + Math.random() * 0.2));
}

if (table && busy().length) wait(EVERY);
