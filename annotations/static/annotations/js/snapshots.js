// The evidence list, asked for again while the machines are at work on it. What is being typed stays.
import { say } from "claimdesk/live.js";

const FIRST = 1200;
const LONGEST = 15000;

/** Keeps the list in `details` up to date from their `address`. */
export function follow(details, address, delay = FIRST) {
  setTimeout(async () => {
    if (!details.isConnected) return;
    const wait = () => follow(details, address, Math.min(delay * 1.5, LONGEST));
    if (document.visibilityState === "hidden" || details.querySelector("#ev-list")?.contains(document.activeElement)) return wait();
    try {
      const response = await fetch(address, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(10000) });
      if (!response.ok || response.redirected) return wait();
      const next = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("#ev-list");
      const list = details.querySelector("#ev-list");
      if (!next || !list || !details.isConnected) return;
      list.replaceWith(next);
      globalThis.htmx?.process(next);
      if (next.dataset.busy) return wait();
      say([...next.querySelectorAll(".snap")].at(-1)?.textContent.replace(/\s+/g, " ").trim() ?? "");
    } catch {
      wait();
    }
  }, delay);
}
