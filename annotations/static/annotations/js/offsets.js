// Code points of the stored text to places in the page, and back.
//   Every block carries data-o, the offset of its first character in the article's text.
//   Its text nodes hold that text verbatim; anything else in a block stands under [data-nt].
//   Offsets are Unicode code points (Python's string indices), half-open. JavaScript counts UTF-16 units.

const isHigh = (unit) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit) => unit >= 0xdc00 && unit <= 0xdfff;
const pairAt = (text, i) => isHigh(text.charCodeAt(i)) && i + 1 < text.length && isLow(text.charCodeAt(i + 1));

/** Code points in the first `units` UTF-16 units of `text`. A place inside a pair counts as before it. */
export function codePoints(text, units = text.length) {
  if (units > 0 && units < text.length && pairAt(text, units - 1)) units -= 1;
  let n = 0;
  for (let i = 0; i < units; i += pairAt(text, i) ? 2 : 1) n += 1;
  return n;
}

/** The UTF-16 index of code point `n`. */
export function unitIndex(text, n) {
  let i = 0;
  for (; n > 0 && i < text.length; n -= 1) i += pairAt(text, i) ? 2 : 1;
  return i;
}

/** The text nodes of `root` that belong to the article, in order. */
export function* textNodes(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const aside = node.parentElement.closest("[data-nt]");
    if (!aside || !root.contains(aside)) yield node;
  }
}

/** The article text inside `root`, without what stands under [data-nt]. */
export const articleText = (root) => [...textNodes(root)].map((node) => node.data).join("");

function blockOf(node, root) {
  const block = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("[data-o]");
  return block && root.contains(block) ? block : null;
}

/** A boundary point of the page as an offset, or null outside every block. Element points (triple click) work too. */
export function toOffset(root, node, offset) {
  const block = blockOf(node, root);
  if (!block) return null;
  let total = Number(block.dataset.o);
  const point = document.createRange();
  point.setStart(node, offset);
  point.collapse(true);
  for (const text of textNodes(block)) {
    if (text === node) return total + codePoints(text.data, offset);
    const whole = document.createRange();
    whole.selectNodeContents(text);
    if (point.compareBoundaryPoints(Range.START_TO_START, whole) <= 0) return total;
    total += codePoints(text.data);
  }
  return total;
}

/** An offset as {node, offset}. A "start" prefers the text node that follows, an "end" the one before. */
export function fromOffset(root, offset, side) {
  const blocks = [...root.querySelectorAll("[data-o]")].sort((a, b) => a.dataset.o - b.dataset.o);
  const before = blocks.filter((one) => Number(one.dataset.o) < offset || (side === "start" && Number(one.dataset.o) === offset));
  const block = before.at(-1) ?? blocks[0];
  if (!block) return null;
  let left = offset - Number(block.dataset.o);
  let last = null;
  for (const text of textNodes(block)) {
    const length = codePoints(text.data);
    if (left < length || (left === length && side === "end")) return { node: text, offset: unitIndex(text.data, left) };
    left -= length;
    last = text;
  }
  return last ? { node: last, offset: last.data.length } : null;
}

/** A DOM range as {start, end}, or null where it is empty or outside the text. */
export function rangeToSpan(root, range) {
  const start = toOffset(root, range.startContainer, range.startOffset);
  const end = toOffset(root, range.endContainer, range.endOffset);
  return start === null || end === null || start >= end ? null : { start, end };
}

/** {start, end} as a DOM range, or null where the page has no such text. */
export function spanToRange(root, start, end) {
  const a = fromOffset(root, start, "start");
  const b = fromOffset(root, end, "end");
  if (!a || !b) return null;
  const range = document.createRange();
  range.setStart(a.node, a.offset);
  range.setEnd(b.node, b.offset);
  return range;
}

/** Moves both ends outwards so that no character people see as one is cut. Code points in, code points out. */
export function snap(text, start, end) {
  let from = unitIndex(text, start);
  let to = unitIndex(text, end);
  for (const { index, segment } of new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text)) {
    const close = index + segment.length;
    if (index < from && from < close) from = index;
    if (index < to && to < close) to = close;
    if (index >= to) break;
  }
  return { start: codePoints(text, from), end: codePoints(text, to) };
}
