import type { Posterior } from '../twin/inference-request.ts';

/** Share of the cells that the clamp cannot tell apart within which it leaves open whether the cell beats: few of those around a cell that beats do. */
const OPEN = { from: 0.05, to: 0.5 };

/** That the clamp of a living cell leaves open what the cell does by itself, in a sentence; null where it does not, and where the potential was fitted. */
export function undecidedAlarm({ drawn, residualRatio }: Pick<Posterior, 'drawn' | 'residualRatio'>, beats: boolean): string | null {
  if (!drawn || residualRatio !== undefined || drawn.all === 0) return null;
  const beating = beats ? drawn.alike : drawn.all - drawn.alike;
  const share = beating / drawn.all;
  if (share < OPEN.from || share > OPEN.to) return null;
  return (
    `Of ${drawn.all} cells that the clamp cannot tell apart ${beating} beat: it leaves open whether this cell beats. Record its potential ` +
    'as well and choose the mode clamp+potential.'
  );
}
