import type { Samples } from '../../../../shared/riglink/index.ts';

const REMEMBERED = 64;

interface Stretch {
  readonly first: number;
  readonly end: number;
}

/** The last frames and gaps of a stream: distinguishes a repeated or late frame from a device that restarted its sample count. */
export class FrameMemory {
  private readonly frames: Samples[] = [];
  private readonly gaps: Stretch[] = [];

  keep(samples: Samples): void {
    this.frames.push(samples);
    if (this.frames.length > REMEMBERED) this.frames.shift();
  }

  keepGap(first: number, count: number): void {
    this.gaps.push({ first, end: first + count });
    if (this.gaps.length > REMEMBERED) this.gaps.shift();
  }

  /** True where an early frame repeats an earlier one unchanged, or is one that was given up as lost. */
  explains(samples: Samples): boolean {
    const end = samples.firstIndex + samples.count;
    if (this.gaps.some((gap) => samples.firstIndex >= gap.first && end <= gap.end)) return true;
    const known = this.frames.findLast(({ firstIndex }) => firstIndex === samples.firstIndex);
    return (
      known !== undefined && known.values.length === samples.values.length && known.values.every((value, k) => value === samples.values[k])
    );
  }
}
