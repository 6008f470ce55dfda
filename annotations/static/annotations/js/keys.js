// The key registry. It owns every binding, so two features cannot quietly claim one key.

const TYPING = "input:not([type=checkbox],[type=radio],[type=button],[type=submit]),textarea,select,[contenteditable]";
const PRESSABLE = "button,a[href],summary,label,input,[role=option]";
const SCROLLS = ".beside,.pscroll,.rail,blockquote,[role=listbox],input[type=radio]";
const RADIO = "input[type=radio],[role=listbox]";

const ALONE = ["number", "adjust", "split", "flag"];
const LETTER_KEY = /^Key[A-Z]$/;

/** The name of what was pressed: "s", "Shift+s", "Mod+k", "ArrowDown", "?"; "" for chords that are not ours. With `by`
    "place", a letter of another script is the Latin one on that key; with `alt`, Alt is as if it were not held. */
export function chord(event, { by = "place", alt = false } = {}) {
  const altGr = event.getModifierState?.("AltGraph") ?? false;
  if (event.altKey && !altGr && !alt) return "";
  let key = event.key === " " ? "Space" : event.key;
  // A keyboard in another script, or what Alt makes of a letter: the position of the key says which letter is meant.
  if (key.length === 1 && (by === "place" || alt) && key > "\x7f" && LETTER_KEY.test(event.code)) key = event.code.slice(3);
  const small = key.toLowerCase();
  const letter = key.length === 1 && small.length === 1 && small !== key.toUpperCase();
  if (letter) key = small;                                 // Caps Lock changes nothing
  const mod = (event.ctrlKey || event.metaKey) && !altGr ? "Mod+" : "";
  const shift = event.shiftKey && (letter || key.length > 1) ? "Shift+" : "";
  return mod + shift + key;
}

/** A command's keys with a person's own in place of the first; without number keys, 1 2 3 decide nothing. The server
    does the same (annotations/keymap.py). */
function keysFor({ scope, run, keys }, own, numbers) {
  const [first = "", ...more] = keys;
  const others = numbers || ALONE.includes(scope) ? more : more.filter((key) => !/^[0-9]$/.test(key));
  return [own[`${scope}.${run}`] ?? first, ...others].filter(Boolean);
}

export class Keys {
  #bindings;
  #handlers = new Map();
  #active = [];
  #alone = null;
  #only = "";
  #leave = null;
  #table = new Map();
  #usual;
  /** Single keys can be switched off; chords with Ctrl and Escape stay, and single keys with Alt held. */
  singles = true;
  /** Called after a command ran, with its name and how. */
  after = () => {};

  /** `own`: a person's choices; see `adopt`. */
  constructor(bindings, own = {}) {
    this.#usual = bindings;
    this.#bindings = bindings;
    this.adopt(own);
  }

  /** Takes over a person's choices: `keys` in place of the usual first ones, by "scope.command"; `single_keys` and
      `number_keys` off. Keys that clash are as if they had not been chosen. */
  adopt({ keys = {}, single_keys = true, number_keys = true }) {
    this.singles = single_keys;
    for (const own of [keys, {}]) {
      this.#bindings = this.#usual.map((one) => ({ ...one, keys: keysFor(one, own, number_keys) }));
      try {
        this.#table = this.#index(this.#active);
        if (this.#only) this.#alone = this.#index([this.#only]);
        for (const scope of new Set(this.#bindings.map((one) => one.scope))) this.#index([scope]);
        break;
      } catch { /* once more, without them */ }
    }
  }

  /** Adds a scope to the active ones. Throws when a key of it already belongs to another command. */
  activate(scope) {
    if (this.#active.includes(scope)) return;
    this.#table = this.#index([...this.#active, scope]);
    this.#active.push(scope);
  }

  /** Makes `scope` the only one that hears keys, until `together`. With `leave`, a key of the others calls that, which
      has to end it, and then does what it always does. */
  alone(scope, leave = null) {
    this.#alone = this.#index([scope]);
    this.#only = scope;
    this.#leave = leave;
  }

  together() {
    this.#alone = null;
    this.#only = "";
    this.#leave = null;
  }

  #index(scopes) {
    const table = new Map();
    for (const binding of this.#bindings.filter((one) => scopes.includes(one.scope))) {
      for (const key of binding.keys) {
        const other = table.get(key);
        if (other) throw new Error(`The key ${key} is claimed by ${other.run} and by ${binding.run}.`);
        table.set(key, binding);
      }
    }
    return table;
  }

  /** Says what a command does. Commands without a handler here have no effect and are not offered. */
  on(handlers) {
    for (const [run, handler] of Object.entries(handlers)) this.#handlers.set(run, handler);
  }

  has(run) {
    return this.#handlers.has(run);
  }

  /** Runs a command by name, from a button, the palette or a key. */
  run(name, how = {}) {
    const result = this.#handlers.get(name)?.(how);
    this.after(name, how);
    return result;
  }

  /** The keys of a command as they are now; where several scopes know it, those of the first. */
  of(run) {
    return this.#bindings.find((one) => one.run === run)?.keys ?? [];
  }

  /** The commands of these scopes that do something, in the order of the key map; without a word, those that hear keys
      now. */
  commands(scopes = this.#only ? [this.#only] : this.#active) {
    return this.#bindings.filter((one) => scopes.includes(one.scope) && this.has(one.run));
  }

  /** Whether a button for this command may be pressed now: while one scope is alone, only its own. */
  open(run) {
    return !this.#only || Boolean(this.#leave) || this.#bindings.some((one) => one.scope === this.#only && one.run === run);
  }

  /** Takes the event if it is ours. Returns the name of the command that ran, or null. */
  press(event) {
    const held = !this.singles && event.altKey;              // an extra for whoever switched single keys off
    const typed = chord(event, { by: "letter", alt: held });
    const placed = chord(event, { alt: held });
    const named = (table) => (table.has(typed) ? typed : placed);
    let key = named(this.#alone ?? this.#table);
    let binding = (this.#alone ?? this.#table).get(key);
    if (!binding && this.#leave && this.#table.has(named(this.#table)) && !event.target.closest(TYPING)) {
      this.#leave();
      key = named(this.#table);
      binding = this.#table.get(key);
    }
    if (!binding || !this.has(binding.run) || event.isComposing || event.defaultPrevented) return null;
    if (document.querySelector("dialog[open]")) return null;  // a dialog keeps its keys to itself
    const target = event.target;
    const always = key === "Escape" || key === "Mod+k";
    if (!always && target.closest(TYPING)) return null;
    // Switched off are letters and signs. Arrows and Enter stay for the one thing that is being done alone.
    if (!always && !key.startsWith("Mod+") && !this.singles && !held && !(this.#alone && key.length > 1)) return null;
    if ((key === "Space" || key === "Enter") && target.closest(PRESSABLE)) return null;
    if (key.startsWith("Arrow") && target.closest(this.#alone ? RADIO : SCROLLS)) return null;
    if (event.repeat && !binding.repeat) {
      event.preventDefault();                              // a held key decides one claim, not the rest of the article
      return null;
    }
    event.preventDefault();
    this.run(binding.run, { input: "key", key, at: event.timeStamp });
    return binding.run;
  }
}
