import type { RecordedBeat } from '../beat/recorded-beat.ts';
import type { PopulationKernel } from '../simulate/kernel.ts';
import type { ClampForm } from './clamp-form.ts';
import { ClampObserver } from './clamp-observer.ts';
import type { ClampedCell } from './clamped-cell.ts';
import { FollowedBeat } from './followed-beat.ts';
import { HeldBeat } from './held-beat.ts';
import { SettledBeat } from './settled-beat.ts';

/** What cells can be simulated for: their clamp's record, the recorded beat followed at a time constant, or their own settled beat. */
export type SimulationTask =
  | { readonly kind: 'clamp'; readonly form: ClampForm }
  | { readonly kind: 'followed'; readonly beat: RecordedBeat; readonly timeConstantMs: number }
  | { readonly kind: 'settled'; readonly beat: RecordedBeat };

/** The same records as those of ClampObserver, FollowedBeat and SettledBeat, for who knows the task alone. Takes its time to make. */
export function simulatorOf(kernel: PopulationKernel, task: SimulationTask): (cells: readonly ClampedCell[]) => Float64Array[] {
  switch (task.kind) {
    case 'clamp': {
      const observer = new ClampObserver(kernel, task.form);
      return (cells) => observer.observe(cells);
    }
    case 'followed': {
      const followed = new FollowedBeat(new HeldBeat(kernel, task.beat));
      return (cells) => followed.observe(cells, task.timeConstantMs);
    }
    case 'settled': {
      const settled = new SettledBeat(kernel, task.beat.features);
      return (cells) => settled.observe(cells);
    }
  }
}
