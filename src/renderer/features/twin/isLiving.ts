import { cellKindOf } from '../../../core/trace/cell-kind.ts';
import type { OpenTwin } from './slice.ts';

/** Whether the cell of a twin is taken for a living one; older twins do not say, their session does. */
export function isLiving({ twin, session }: Pick<OpenTwin, 'twin' | 'session'>): boolean {
  return (twin.cell ?? cellKindOf({ simulated: twin.simulated ?? session.simulated })) === 'living';
}
