/**
 * Gives each request a turn of the event loop of its own: between two of them whatever else waits in main is done, the rig first of
 * all. So a flood delays others by one request, not by all of it.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  next(): Promise<void> {
    this.#last = this.#last.then(() => new Promise((resolve) => setImmediate(resolve)));
    return this.#last;
  }
}
