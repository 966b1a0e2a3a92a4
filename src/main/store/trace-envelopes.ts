import { samplesBetween, type TraceEnvelope } from '../../core/trace/envelope.ts';
import { EnvelopeBuilder } from '../../core/trace/envelope-builder.ts';
import { COARSE_FOLD, OVERVIEW_FOLD, overviewEnvelope } from '../../core/trace/overview.ts';
import type { Overviews } from './derived-tables.ts';
import { samplePieces } from './read-samples.ts';
import type { OpenedRecording } from './session-contents.ts';

export interface TraceWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly points: number;
}

export interface TraceEnvelopes {
  readonly voltage: TraceEnvelope;
  readonly current: TraceEnvelope | null;
}

/**
 * A recording at any zoom in bounded memory: a near view from the samples themselves, each chunk checked, a far view from the
 * overview.
 */
export function traceEnvelopes(
  opened: OpenedRecording,
  { fromMs, toMs, points }: TraceWindow,
  overviews: (recordingId: number, fold: number) => Overviews,
): TraceEnvelopes {
  const { row, state, source, gaps } = opened;
  const sampleRateHz = row.sample_rate_hz;
  const { first, end } = samplesBetween({ sampleRateHz, samples: state.span }, fromMs, toMs);
  const clamped = row.kind === 'voltage-clamp';
  const fold = foldOfView(opened, { fromMs, toMs, points });
  if (fold !== null) {
    const { voltage, current } = overviews(row.id, fold);
    return {
      voltage: overviewEnvelope(voltage, sampleRateHz, first, end, points),
      current: clamped ? overviewEnvelope(current, sampleRateHz, first, end, points) : null,
    };
  }
  const voltage = new EnvelopeBuilder(first, end, points);
  const current = new EnvelopeBuilder(first, end, points);
  for (const { firstSample, samples } of samplePieces(source, gaps, first, end)) {
    voltage.add(firstSample, samples.voltageMv);
    if (clamped) current.add(firstSample, samples.currentPa);
  }
  return { voltage: voltage.envelope(sampleRateHz), current: clamped ? current.envelope(sampleRateHz) : null };
}

/** Samples an entry of the overview that a view is drawn from, at least two entries a point; null: it is drawn from the samples. */
export function foldOfView({ row, state }: OpenedRecording, { fromMs, toMs, points }: TraceWindow): number | null {
  const { first, end } = samplesBetween({ sampleRateHz: row.sample_rate_hz, samples: state.span }, fromMs, toMs);
  return [COARSE_FOLD, OVERVIEW_FOLD].find((fold) => end - first >= 2 * fold * points) ?? null;
}
