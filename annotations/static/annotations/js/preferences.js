// What this person chose about the pages. The server writes it into each page, so nothing flashes; a change shows at
// once, here and in the other tabs, and is sent. What could not be sent waits for the next page.
import { $ } from "claimdesk/dom.js";

const USUAL = { theme: "", article_size: 100, interface_size: 100, single_keys: true, number_keys: true, key_hints: true, pause_reminder: true, suggestion_mode: "", keys: {} };
const SHARED = "claimdesk-preferences";
const UNSENT = "claimdesk-preferences-unsent";
const meta = $("meta[name=claimdesk-preferences]");
const listeners = new Set();

export const preferences = { ...USUAL, ...(meta ? JSON.parse(meta.content) : {}) };

/** Calls `listener(preferences)` whenever a choice changes, in this tab or another. */
export const onChoice = (listener) => listeners.add(listener);

function stored(name, value) {
  try {
    if (value === undefined) return localStorage.getItem(name);
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch { /* without storage a choice lasts as long as the page, or comes back from the server */ }
  return null;
}

function show() {
  const { dataset, classList } = document.documentElement;
  const look = { theme: preferences.theme, article: preferences.article_size, interface: preferences.interface_size };
  for (const [name, value] of Object.entries(look)) {
    if (value && value !== 100) dataset[name] = value;
    else delete dataset[name];
  }
  classList.toggle("no-single-keys", !preferences.single_keys);
  stored("claimdesk-theme", preferences.theme || null);      // for the sign-in page, which knows nobody yet
  for (const listener of listeners) listener(preferences);
}

/** Takes over choices, shows them, and tells the other tabs of this account. */
export async function choose(changes) {
  Object.assign(preferences, changes);
  show();
  stored(SHARED, JSON.stringify({ user: $("meta[name=claimdesk-user]").content, at: Date.now(), preferences }));
  const waiting = { ...JSON.parse(stored(UNSENT) ?? "{}"), ...changes };
  stored(UNSENT, JSON.stringify(waiting));
  return send(waiting);
}

async function send(changes) {
  try {
    const body = new URLSearchParams(Object.entries(changes));
    const headers = { "X-CSRFToken": $("meta[name=csrf-token]").content };
    const response = await fetch(meta.dataset.url, { method: "POST", body, headers, keepalive: true });
    if (response.ok || response.status === 422) stored(UNSENT, null);
    return response.ok && !response.redirected;
  } catch {
    return false;
  }
}

function heard(event) {
  if (event.key !== SHARED || !event.newValue) return;
  const { user, preferences: theirs } = JSON.parse(event.newValue);
  if (user !== $("meta[name=claimdesk-user]").content) return;
  Object.assign(preferences, theirs);
  show();
}

/** Starts listening to other tabs, and sends what an earlier page could not. */
export function start() {
  if (!meta) return;
  addEventListener("storage", heard);
  const waiting = JSON.parse(stored(UNSENT) ?? "null");
  if (waiting) choose(waiting);
  else stored("claimdesk-theme", preferences.theme || null);
  // The page with the keys' form may hold newer keys than the other tabs.
  if ($("#keys-form")) stored(SHARED, JSON.stringify({ user: $("meta[name=claimdesk-user]").content, at: Date.now(), preferences }));
}
