import type { Intake } from '../../../core/formats/intake/intake.ts';
import { Deriver } from '../derive.ts';
import { insertBeat, insertOverview } from '../derived-tables.ts';
import { PAUSE } from '../gap-reasons.ts';
import { insertStimuli } from '../stated-by-stimuli.ts';
import type { SessionFile } from '../session-file.ts';
import type { Steps } from '../steps.ts';

/** The file that a recording came from; stored with it. */
export interface IntakeSource {
  readonly fileName: string;
  readonly format: string;
  readonly version: string | null;
  /** Of its bytes, lower-case hexadecimal. */
  readonly sha256: string;
}

/** Codes of events that come from files and not from a device. */
const MARK_CODE = 0;
/** Samples of a chunk, s. */
const CHUNK_S = 0.1;

/** Stores a recording out of a file in chunks of 100 ms, as a recorded one, with what is derived from it; answers its id. */
export function* storeIntake(session: SessionFile, intake: Intake, source: IntakeSource): Steps<number> {
  const { kind, sampleRateHz, span } = intake;
  const { startedAt, remark } = startOf(intake.startedAt);
  const recordingId = session.beginRecording({
    kind,
    protocolRequested: intake.protocolRequested,
    protocolRealised: intake.protocolRealised,
    device: { name: `imported from ${source.fileName}`, firmware: '', serial: '', port: '', simulated: intake.simulated },
    calibration: null,
    acquisition: {
      imported: {
        ...source,
        part: intake.part,
        name: intake.name,
        startedAt: intake.startedAt,
        command: intake.command,
        ...(intake.paced ? { paced: true } : {}),
      },
    },
    conditions: intake.conditions,
    sampleRateHz,
    expectedSamples: span,
    startedAt,
    remarks: [...intake.remarks, ...(remark === null ? [] : [remark])],
  });
  for (const { sample, text } of intake.marks) session.appendEvent(recordingId, { sample, code: MARK_CODE, name: text, argument: 0 });
  const sweepStarts = new Set(intake.marks.filter(({ text }) => text.startsWith('sweep ')).map(({ sample }) => sample));
  const deriver = new Deriver(span, sampleRateHz, intake.paced ? 'voltage-clamp' : kind);
  const step = Math.max(1, Math.round(CHUNK_S * sampleRateHz));
  let end = 0;
  const gapTo = (firstSample: number): void => {
    if (firstSample > end)
      session.appendGap(recordingId, {
        firstSample: end,
        n: firstSample - end,
        reason: sweepStarts.has(firstSample) ? PAUSE : 'no value in the file',
      });
  };
  for (const { firstSample, voltageMv, currentPa } of intake.pieces) {
    gapTo(firstSample);
    for (let k = 0; k < voltageMv.length; k += step) {
      const samples = { voltageMv: voltageMv.subarray(k, k + step), currentPa: currentPa.subarray(k, k + step) };
      session.appendChunk(recordingId, firstSample + k, samples.voltageMv, samples.currentPa);
      deriver.add({ firstSample: firstSample + k, samples });
      yield (firstSample + k) / span;
    }
    end = firstSample + voltageMv.length;
  }
  gapTo(span);
  session.endRecording(recordingId, 'complete');
  const { overviews, beat } = deriver.derived();
  insertOverview(session.connection, session.layout, recordingId, overviews);
  insertStimuli(session.connection, session.layout, recordingId, intake.stimuli ?? null);
  if (kind === 'spontaneous') insertBeat(session.connection, recordingId, intake.paced ? null : beat);
  return recordingId;
}

/** In UTC, as sessions keep times; a file without a zone means the clock of the computer that it was recorded on. */
function startOf(startedAt: string | null): { readonly startedAt: string; readonly remark: string | null } {
  const date = startedAt === null ? null : new Date(startedAt);
  if (date === null || Number.isNaN(date.getTime()))
    return { startedAt: new Date().toISOString(), remark: 'When it was recorded is not in the file; its date is that of the import.' };
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(startedAt ?? '');
  return {
    startedAt: date.toISOString(),
    remark: zoned ? null : `The file gives ${startedAt} without a time zone; that of this computer was taken.`,
  };
}
