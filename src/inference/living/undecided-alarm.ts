import type { Posterior } from '../twin/inference-request.ts';

/** Share of beating cells within which the clamp leaves open whether the cell beats. */
const OPEN = { from: 0.1, to: 0.9 };

/** A sentence where the clamp of a living cell leaves open whether it beats; null elsewhere, and where the potential was fitted. */
export function undecidedAlarm({ asTheTwin }: Pick<Posterior, 'asTheTwin'>, beats: boolean): string | null {
  if (asTheTwin === undefined || asTheTwin.all === 0) return null;
  const { all, alike } = asTheTwin;
  const beating = beats ? alike : all - alike;
  const share = beating / all;
  if (share < OPEN.from || share > OPEN.to) return null;
  return (
    `Of ${all} cells that the clamp cannot distinguish ${beating} beat: it leaves open whether this cell beats. Record its ` +
    'potential as well and choose the mode clamp+potential.'
  );
}
