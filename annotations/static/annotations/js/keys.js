// The key registry. It owns every binding, so two features cannot quietly claim one key.

const TYPING = "input:not([type=checkbox],[type=radio],[type=button],[type=submit]),textarea,select,[contenteditable]";
const PRESSABLE = "button,a[href],summary,label,input,[role=option]";
const SCROLLS = ".beside,.pscroll,.rail,blockquote,[role=listbox],input[type=radio]";
const RADIO = "input[type=radio],[role=listbox]";

/** The name of what was pressed: "s", "Shift+s", "Mod+k", "ArrowDown", "?"; "" for chords that are not ours. */
export function chord(event) {
  const altGr = event.getModifierState?.("AltGraph") ?? false;
  if (event.altKey && !altGr) return "";
  let key = event.key === " " ? "Space" : event.key;
  // A keyboard in another script: the position of the key says which letter is meant.
  if (key.length === 1 && key > "\x7f" && /^Key[A-Z]$/.test(event.code)) key = event.code.slice(3);
  const letter = /^[a-z]$/i.test(key);
  if (letter) key = key.toLowerCase();                     // Caps Lock changes nothing
  const mod = (event.ctrlKey || event.metaKey) && !altGr ? "Mod+" : "";
  const shift = event.shiftKey && (letter || key.length > 1) ? "Shift+" : "";
  return mod + shift + key;
}

export class Keys {
  #bindings;
  #handlers = new Map();
  #active = [];
  #alone = null;
  #only = "";
  #leave = null;
  #table = new Map();
  /** Single keys can be switched off; chords with Ctrl and Escape stay. */
  singles = true;

  constructor(bindings) {
    this.#bindings = bindings;
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
    return this.#handlers.get(name)?.(how);
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
    const key = chord(event);
    let binding = (this.#alone ?? this.#table).get(key);
    if (!binding && this.#leave && this.#table.has(key) && !event.target.closest(TYPING)) {
      this.#leave();
      binding = this.#table.get(key);
    }
    if (!binding || !this.has(binding.run) || event.isComposing || event.defaultPrevented) return null;
    if (document.querySelector("dialog[open]")) return null;  // a dialog keeps its keys to itself
    const target = event.target;
    const always = key === "Escape" || key === "Mod+k";
    if (!always && target.closest(TYPING)) return null;
    // Switched off are letters and signs. Arrows and Enter stay for the one thing that is being done alone.
    if (!always && !key.startsWith("Mod+") && !this.singles && !(this.#alone && key.length > 1)) return null;
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
