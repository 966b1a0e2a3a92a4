import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeFileWhole } from '../../node/files/index.ts';
import { lossPoint, type LossPoint } from '../../shared/training/state.ts';

/** More points than this are thinned to half: a plot has not more pixels. */
const MOST_POINTS = 800;
const FIRST_STRIDE = 5;

/** Points of the loss plot, also of the parts before a stop. */
export class LossHistory {
  readonly #path: string;
  #points: LossPoint[];
  #stride = FIRST_STRIDE;
  #sum = 0;
  #count = 0;

  constructor(path: string) {
    this.#path = path;
    this.#points = existsSync(path) ? readPoints(path) : [];
    while (this.#stride * MOST_POINTS < (this.#points.at(-1)?.step ?? 0)) this.#stride *= 2;
  }

  get points(): readonly LossPoint[] {
    return this.#points;
  }

  /** @param heldOut null but at the step of an evaluation */
  add(step: number, loss: number, heldOut: number | null): void {
    // Steps after the last checkpoint are repeated.
    while ((this.#points.at(-1)?.step ?? -1) >= step) this.#points.pop();
    this.#sum += loss;
    this.#count++;
    if (heldOut === null && step % this.#stride !== 0) return;
    const mean = this.#sum / this.#count;
    this.#points.push({ step, training: Number.isFinite(mean) ? mean : null, heldOut });
    this.#sum = 0;
    this.#count = 0;
    if (this.#points.length > MOST_POINTS) {
      this.#stride *= 2;
      this.#points = this.#points.filter((point, i) => i % 2 === 0 || point.heldOut !== null);
      if (this.#points.length > MOST_POINTS) this.#points = this.#points.filter((_, i) => i % 2 === 0);
    }
  }

  store(): void {
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileWhole(this.#path, [JSON.stringify(this.#points)]);
  }
}

/** The losses are only plotted: a damaged file loses the beginning of the plot, not the training. */
function readPoints(path: string): LossPoint[] {
  try {
    const parsed = z.array(lossPoint).safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.data : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
