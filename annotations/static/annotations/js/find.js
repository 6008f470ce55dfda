// What the palette finds on the server: claims, articles, evidence and notes. Loaded when somebody first types words.
const EACH = 5;
const GROUPS = {
  claim: ["Claims found", "open"],
  article: ["Articles found", "list"],
  evidence: ["Evidence found", "link"],
  note: ["Notes found", "note"],
};
const plain = (pieces) => pieces.map((piece) => piece.text).join("");

/** Where a find is looked at. */
const place = (hit) => `/articles/${hit.article}/${hit.claim ? `?claim=${hit.claim}` : ""}`;

/** One find as a row of the palette. Its words are text in pieces, never markup. */
function rowOf(hit) {
  const pieces = hit.kind === "claim" || hit.kind === "note" ? hit.words : hit.title;
  const about = hit.kind === "article" || hit.kind === "evidence" ? hit.project_name : `${plain(hit.title)} · ${hit.project_name}`;
  return { group: GROUPS[hit.kind][0], icon: GROUPS[hit.kind][1], text: plain(pieces), pieces, about, cap: "", run: () => location.assign(place(hit)) };
}

/** The newest few of each kind (or of one) with these words. Throws where the server does not answer. */
export async function find(words, { kind = "", signal }) {
  const query = new URLSearchParams({ q: words, each: EACH, ...(kind && { kind }) });
  const response = await fetch(`/api/v1/search/?${query}`, { headers: { Accept: "application/json" }, signal });
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()).results.map(rowOf);
}
