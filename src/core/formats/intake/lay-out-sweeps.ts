import type { ImportedRecording } from '../imported.ts';

/** Sweeps on one clock. */
export interface Layout {
  /** Sweep of the file, its first sample and its length, in order of time. */
  readonly places: readonly { readonly sweep: number; readonly first: number; readonly n: number }[];
  readonly span: number;
  readonly notes: readonly string[];
}

/** Pauses are kept as time as long as a recording can still be read at once, */
const MOST_SPAN = 20_000_000;
/** and its samples justify it: a damaged start time makes a pause of hours between sweeps of milliseconds. */
const SPAN_PER_SAMPLE = 1000;
const SMALL_SPAN = 2_000_000;

/** Lays the sweeps of a recording on one clock, where the file says when each began; else one after the other. */
export function layOutSweeps(recording: ImportedRecording, sampleRateHz: number): Layout {
  const order = recording.sweeps
    .map(({ startS, data }, sweep) => ({ sweep, startS, n: data[0]?.length ?? 0 }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => a.startS - b.startS || a.sweep - b.sweep);
  const startS = order[0]?.startS ?? 0;
  const notes: string[] = [];
  let end = 0;
  let overlaps = 0;
  const placed = order.map(({ sweep, startS: at, n }) => {
    const wanted = Math.round((at - startS) * sampleRateHz);
    // A sample less or more is the rounding of the times.
    const first = Math.abs(wanted - end) <= 1 || !Number.isFinite(wanted) ? end : wanted;
    if (first < end) overlaps++;
    const place = { sweep, first: Math.max(first, end), n };
    end = place.first + n;
    return place;
  });
  if (overlaps > 0)
    notes.push(`The file does not say when ${overlaps} of its ${order.length} sweeps began; they follow each other without a pause.`);
  const samples = order.reduce((sum, { n }) => sum + n, 0);
  const most = Math.min(MOST_SPAN, Math.max(SMALL_SPAN, SPAN_PER_SAMPLE * samples));
  if (end <= most || end === samples) return { places: placed, span: end, notes };
  let next = 0;
  const packed = placed.map(({ sweep, n }) => {
    const place = { sweep, first: next, n };
    next += n;
    return place;
  });
  const pausedS = Math.round((end - samples) / sampleRateHz);
  return {
    places: packed,
    span: samples,
    notes: [...notes, `The pauses between the sweeps, ${pausedS} s in all, are left out: the sweeps follow each other.`],
  };
}
