import type { LiveBlock } from '../rig/index.ts';

/** A block that is not on the disk after this long is shown anyway, and marked as not yet stored, ms. */
const HOLD_MS = 500;
const LOOK_MS = 100;

interface Held {
  readonly block: LiveBlock;
  /** Items that must be on the disk first. */
  readonly needs: number;
  readonly atMs: number;
}

/** Lets blocks through to the display once they are on the disk, or after half a second. */
export class DisplayGate {
  readonly #show: (block: LiveBlock) => void;
  readonly #stored: () => number;
  #held: Held[] = [];
  #timer: NodeJS.Timeout | null = null;

  /** @param stored number of items that are on the disk */
  constructor(stored: () => number, show: (block: LiveBlock) => void) {
    this.#stored = stored;
    this.#show = show;
  }

  /** @param needs number of items that are on the disk once this block is */
  push(block: LiveBlock, needs: number): void {
    this.#held.push({ block, needs, atMs: performance.now() });
    this.look();
    this.#timer ??= setInterval(() => this.look(), LOOK_MS);
  }

  /** The number of items on the disk may have grown. */
  look(): void {
    const stored = this.#stored();
    const overdue = performance.now() - HOLD_MS;
    let head = this.#held[0];
    while (head !== undefined && (head.needs <= stored || head.atMs <= overdue)) {
      this.#held.shift();
      this.#show(head.block);
      head = this.#held[0];
    }
    if (head === undefined && this.#timer !== null) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
  }
}
