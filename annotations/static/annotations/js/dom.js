// Small helpers for building and finding nodes. Text always goes in as text, never as markup.
const ROOM = 12;
const SVG = "http://www.w3.org/2000/svg";

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** An element with attributes (`false`, `null` and `undefined` leave one out) and children. */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** An SVG element, for the icons and the meters. */
export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** An icon of the sprite; decorative, so the word beside it carries the meaning. */
export const icon = (name) => svg("svg", { class: "i", "aria-hidden": "true", focusable: "false" }, svg("use", { href: `#i-${name}` }));

/** Sets the icon an element already shows. */
export const setIcon = (root, name) => $("use", root).setAttribute("href", `#i-${name}`);

/** Scrolls the part of the page that holds `node`, and never the page itself: a sticky panel would drag it along. */
export function bringIntoView(node) {
  let box = node?.parentElement;
  while (box && !(box.scrollHeight > box.clientHeight && /auto|scroll/.test(getComputedStyle(box).overflowY))) box = box.parentElement;
  if (!box || box === document.documentElement) return;
  const inner = node.getBoundingClientRect();
  const outer = box.getBoundingClientRect();
  if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top + ROOM;
  else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom + ROOM;
}

export const plural = (n, one, many) => `${n} ${n === 1 ? one : many}`;
