/** Milliseconds since `start`, without the time the page was out of sight. */
export class Stopwatch {
  /** When it was started, by this browser's clock. */
  opened = Date.now();
  #total = 0;
  #since = performance.now();

  constructor() {
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.#total += performance.now() - this.#since;
      this.#since = performance.now();
    });
  }

  start() {
    this.opened = Date.now();
    this.#total = 0;
    this.#since = performance.now();
  }

  get ms() {
    const running = document.visibilityState === "hidden" ? 0 : performance.now() - this.#since;
    return Math.round(this.#total + running);
  }
}
