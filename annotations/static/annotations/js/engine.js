// The banner about the machines, kept up to date while somebody waits for them.
import { $ } from "claimdesk/dom.js";

const EVERY = 15000;

async function look() {
  const response = await fetch("/engine/", { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(10000) });
  if (!response.ok) return;
  const next = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("#engine");
  const banner = $("#engine");
  if (banner && next && banner.dataset.engine === next.dataset.engine) return;
  banner?.remove();
  if (next) $("header.bar").after(next);
}

function wait() {
  setTimeout(async () => {
    if (document.visibilityState === "visible") await look().catch(() => {});
    wait();
  }, EVERY);
}

wait();
