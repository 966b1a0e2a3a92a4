/**
 * Gives each request its own turn of the event loop: between two of them everything else that waits in main is done, the rig
 * first. So a flood delays others by one request, not by all of it.
 */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  next(): Promise<void> {
    this.#last = this.#last.then(() => new Promise((resolve) => setImmediate(resolve)));
    return this.#last;
  }
}
