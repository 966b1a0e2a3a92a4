/** 1 MHz on two channels is 4.2 MB in 5,000 frames a second; a host that stalled for seconds reads several of these at once. */
const MOST_BYTES = 32e6;
const MOST_FRAMES = 60_000;
const WINDOW_MS = 1000;

/** Detects a line that carries more than any recording needs, before reading it takes all of this computer's time. */
export class FloodGauge {
  private sinceMs = Number.NEGATIVE_INFINITY;
  private bytes = 0;
  private framesBefore = 0;
  /** True from the first flood on. */
  over = false;

  /** @param framesSoFar frames ever read, good and bad */
  isOver(bytes: number, framesSoFar: number, nowMs: number): boolean {
    if (nowMs - this.sinceMs > WINDOW_MS) {
      this.sinceMs = nowMs;
      this.bytes = 0;
      this.framesBefore = framesSoFar;
    }
    this.bytes += bytes;
    this.over ||= this.bytes > MOST_BYTES || framesSoFar - this.framesBefore > MOST_FRAMES;
    return this.over;
  }
}
