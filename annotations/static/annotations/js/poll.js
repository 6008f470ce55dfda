// Polls small parts of a page while somebody looks at it: an article still being split.

const EVERY = 3000;

/** Watches every [data-poll] node: fetches its address and puts the answer in its place, until it no longer asks. */
export function poll(root = document) {
  for (const node of root.querySelectorAll("[data-poll]")) watch(node);
}

function watch(node, delay = EVERY) {
  setTimeout(async () => {
    if (!node.isConnected) return;
    if (document.visibilityState === "hidden") return watch(node);
    try {
      const response = await fetch(node.dataset.poll, { headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(10000) });
      if (response.redirected || !response.ok) throw new Error(`The server answered ${response.status}.`);
      replace(node, await response.text());
    } catch {
      watch(node, Math.min(delay * 2, 60000));
    }
  }, delay * (0.9 + Math.random() * 0.2));
}

function replace(node, html) {
  const next = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  if (!next || node.contains(document.activeElement)) return watch(node);   // not under somebody's hands
  const before = node.dataset.status;
  if (before && next.dataset.status && next.dataset.status !== before && !next.dataset.poll) return location.reload();
  node.replaceWith(next);
  if (next.dataset.poll) watch(next);
}
