// "G" and then a number goes to a claim. The jump comes as soon as no longer number could be meant.
const REST = 1200;

export class NumberJump {
  #digits = "";
  #timer = 0;

  /** `go(n)` jumps, `show(digits)` tells what has been typed ("" at the end). */
  constructor(keys, most, { go, show }) {
    Object.assign(this, { keys, most, go, show });
    keys.on({ digit: ({ key }) => this.#add(key), number_done: () => this.#finish(), number_off: () => this.#stop() });
  }

  start() {
    this.#digits = "";
    this.keys.alone("number");
    this.show("");
    this.#wait();
  }

  #wait() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#finish(), this.#digits ? REST : 3 * REST);
  }

  #add(digit) {
    this.#digits += digit;
    this.show(this.#digits);
    if (Number(this.#digits) * 10 > this.most) this.#finish();
    else this.#wait();
  }

  #finish() {
    const n = Number(this.#digits);
    this.#stop();
    if (n) this.go(n);
  }

  #stop() {
    clearTimeout(this.#timer);
    this.keys.together();
  }
}
