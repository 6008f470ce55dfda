// What a task page offers about the guidelines. The sheet itself is loaded when somebody opens it.
import { $ } from "claimdesk/dom.js";

const sheet = () => import("claimdesk/guidelines.js");

export const guidelinesCommands = () => ($("#guidelines") ? {
  guidelines: async () => (await sheet()).toggle(),
  guidelines_known: async () => (await sheet()).known(),
} : {});

/** Closes the sheet if it is open. Returns whether it was. */
export function closeGuidelines() {
  const open = $("#guidelines")?.hidden === false;
  if (open) sheet().then((module) => module.toggle(false));
  return open;
}
