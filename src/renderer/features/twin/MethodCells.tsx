import { Button } from '@blueprintjs/core';
import { FAILED_FIT_NOTE } from '../../../core/twin/fit-failed.ts';
import type { ReactNode } from 'react';
import type { TwinBeat } from '../../state/appState.ts';
import { useAppState } from '../../state/useWorkstation.ts';
import { percentChange } from '../../ui/beatFeatures.ts';
import { fixed, signed } from '../../ui/quantity.ts';
import { hasEnded } from '../jobs/jobWords.ts';
import { shownBeat, type MethodId, type MethodRun } from './methodRun.ts';

/** Columns after the name of a method. */
export const METHOD_COLUMNS = ['NRMSE %', 'χ² / sample', 'Cycle ms', 'APD90 ms', 'MDP mV', 'Informed', 'Time s', ''] as const;

/** Which recording the methods run on. */
export interface JobTarget {
  readonly sessionKey: string;
  readonly recordingId: number;
}

interface MethodCellsProps {
  readonly target: JobTarget;
  readonly method: MethodId;
  readonly run: MethodRun;
  /** What the recorded cell did; null where it was not recorded. */
  readonly recorded: TwinBeat | null;
  readonly onOpen: (twinId: number) => void;
}

/** Figures of a method, its progress, or why it has none. */
export function MethodCells({ target, method, run, recorded, onOpen }: MethodCellsProps) {
  if (run.kind !== 'done') {
    return (
      <td colSpan={METHOD_COLUMNS.length} className="muted wraps">
        {run.kind === 'running' ? (
          <Running method={method} target={target} />
        ) : run.kind === 'waiting' ? (
          'Waiting'
        ) : (
          `${run.word}${run.reason === null ? '' : `: ${run.reason}`}`
        )}
      </td>
    );
  }
  const { nrmsePercent, chi2PerSample, informed, note, failed } = run.figures;
  const { twinId } = run;
  const shown = shownBeat(run.figures, recorded);
  return (
    <>
      <td className="num">{fixed(nrmsePercent, 2)}</td>
      <td className={`num ${failed ? 'abnormal' : ''}`}>{failed ? `▲ ${fixed(chi2PerSample, 2)}` : fixed(chi2PerSample, 2)}</td>
      <BeatCells beat={shown} recorded={recorded} />
      <td className="num" title={failed ? FAILED_FIT_NOTE : (note ?? undefined)}>
        {fixed(informed, 0)}
      </td>
      <td className="num">{fixed(run.seconds, 1)}</td>
      <td className="row-buttons">
        {twinId !== null && (
          <Button size="small" variant="minimal" onClick={() => onOpen(twinId)}>
            Open
          </Button>
        )}
      </td>
    </>
  );
}

/** Cycle length, APD90 and MDP, the first two with their difference from the recorded ones. */
export function BeatCells({ beat: { features }, recorded }: { beat: TwinBeat; recorded: TwinBeat | null }) {
  const against = (value: number | null, own: number | null | undefined): ReactNode => {
    const percent = percentChange(own ?? null, value);
    return percent === null ? null : <span className="muted below">{signed(percent, 1)} %</span>;
  };
  return (
    <>
      <td className="num">
        {fixed(features.cycleLengthMs, 0)}
        {against(features.cycleLengthMs, recorded?.features.cycleLengthMs)}
      </td>
      <td className="num">
        {fixed(features.apd90Ms, 0)}
        {against(features.apd90Ms, recorded?.features.apd90Ms)}
      </td>
      <td className="num">{fixed(features.mdpMv, 1)}</td>
    </>
  );
}

function Running({ method, target }: { method: MethodId; target: JobTarget }) {
  const job = useAppState((state) =>
    state.jobs.find(
      (one) => one.sessionKey === target.sessionKey && one.recordingId === target.recordingId && one.method === method && !hasEnded(one),
    ),
  );
  if (job === undefined) return <>Running</>;
  return (
    <>
      {job.state === 'queued'
        ? 'Queued: jobs of a recording have priority'
        : `Running, ${Math.round(100 * job.fraction)} %. ${job.message}`}
    </>
  );
}
