// Where the ends of a claim may stand: at words, and around what people see as one character. Code points in and out.
import { codePoints, snap, unitIndex } from "claimdesk/offsets.js";

const REACH = 300;
const SPACE = /\s/u;
const BLANK = /^\s+$/u;
// Scripts that put no spaces between words.
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const words = new Intl.Segmenter(undefined, { granularity: "word" });
const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The places inside `text`, in UTF-16 units: `starts` and `ends` of its words, and the edges of its `characters`.
    A word reaches from space to space, with its punctuation; in scripts without spaces it is what the browser's
    dictionary calls one. */
export function stopsIn(text) {
  const characters = [...graphemes.segment(text)].map(({ index }) => index);
  if (text) characters.push(text.length);
  const whole = new Set(characters);
  const starts = [];
  const ends = [];
  let before = null;
  for (const { index, segment, isWordLike } of words.segment(text)) {
    const blank = BLANK.test(segment);
    const open = before === null || before.blank;
    const inside = !open && !blank && isWordLike && UNSPACED.test(before.segment + segment);
    if (!blank && (open || inside)) starts.push(index);
    if (!open && (blank || inside)) ends.push(index);
    before = { blank, segment };
  }
  if (before && !before.blank) ends.push(text.length);
  return { starts: starts.filter((one) => whole.has(one)), ends: ends.filter((one) => whole.has(one)), characters };
}

/** The stretch around [start, end) that begins and ends at white space or at a limit, so that nothing in it is cut. */
function stretch(text, start, end, low, high) {
  let from = Math.max(low, start);
  let to = Math.min(high, end);
  while (from > low && !SPACE.test(text[from - 1])) from -= 1;
  while (to < high && !SPACE.test(text[to])) to += 1;
  return { from, to };
}

/** The next place of `kind` (starts, ends, characters) after `at` (by > 0) or before it, within [low, high]; null where
    there is none. Cost: the words around, and counting code points up to there. */
export function nextStop(text, at, by, kind, low, high) {
  const here = unitIndex(text, at);
  const least = unitIndex(text, low);
  const most = unitIndex(text, high);
  for (let reach = REACH; ; reach *= 4) {
    const { from, to } = stretch(text, here - reach, here + reach, least, most);
    const stops = stopsIn(text.slice(from, to))[kind].map((one) => from + one);
    const found = by > 0 ? stops.find((one) => one > here) : stops.findLast((one) => one < here);
    if (found !== undefined) return codePoints(text, found);
    if (by > 0 ? to >= most : from <= least) return null;
  }
}

/** [start, end) moved outwards to whole characters. */
export function wholeCharacters(text, start, end) {
  const { from, to } = stretch(text, unitIndex(text, start), unitIndex(text, end), 0, text.length);
  const before = codePoints(text, from);
  const moved = snap(text.slice(from, to), start - before, end - before);
  return { start: before + moved.start, end: before + moved.end };
}

/** The words of [start, end). */
export const slice = (text, start, end) => text.slice(unitIndex(text, start), unitIndex(text, end));

/** [start, end) without white space at its ends; null where nothing else is in it. */
export function trimmed(text, start, end) {
  const held = slice(text, start, end);
  if (!held.trim()) return null;
  const lead = codePoints(held, held.length - held.trimStart().length);
  return { start: start + lead, end: start + lead + codePoints(held.trim()) };
}
