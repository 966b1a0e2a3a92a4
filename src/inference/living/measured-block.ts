import type { PopulationKernel } from '../../core/simulate/kernel.ts';
import type { JobRequest, JobResult } from '../../shared/inference/messages.ts';
import { changeRow } from '../evaluate/living/drug-table.ts';
import { changeOfTwin } from './change-of-twin.ts';

/** What changed in a twin's cell between a recording before and one with a drug, with the intervals that the window shows. */
export async function measuredBlock(
  kernel: PopulationKernel,
  { twin, before, after }: JobRequest<'measured'>,
): Promise<JobResult<'measured'>> {
  const { channels, runDown, residual } = await changeOfTwin(kernel, twin, before, after);
  const shown = changeRow({ channels, runDown });
  return { channels, runDown, residual, shown };
}
