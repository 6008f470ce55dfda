// Going to a field of the details, which may still be on their way. What is typed until they are here is kept for the
// field: its letters would otherwise decide claims.
import { $ } from "claimdesk/dom.js";

const FIELD = "input,textarea";
const CHARACTER = /^.$/su;

/** Keeps what is typed from now on. Returns what ends that, and gives it to a field where there is one. Escape drops it. */
function typedAhead(dropped) {
  let text = "";
  const keep = (event) => {
    const chord = event.ctrlKey || event.metaKey || (event.altKey && !event.getModifierState("AltGraph"));
    if (document.querySelector("dialog[open]") || chord) return;
    if (event.key === "Escape") dropped();
    else if (event.key === "Backspace") text = [...text].slice(0, -1).join("");
    else if (CHARACTER.test(event.key)) text += event.key;
    else if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener("keydown", keep, { capture: true });
  return (field = null) => {
    removeEventListener("keydown", keep, { capture: true });
    if (!text || !field?.matches(FIELD)) return;
    field.setRangeText(text, field.value.length, field.value.length, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
}

/** Puts the cursor at `selector` of the current claim's details, at once or when they have come, and shows it. */
export function reach(details, selector, show) {
  const ahead = details.busy && $(selector)?.matches(FIELD) ? typedAhead(() => details.forget()) : null;
  details.when(() => {
    const node = $(selector);
    node?.focus({ preventScroll: true });
    ahead?.(node);
    if (node) show(node);
  }, () => ahead?.());
}
