import { CsvClock } from '../../core/formats/csv-clock.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { RecordingConditions } from '../../core/trace/recording.ts';
import { csvPieces, PlaysProtocol, scanCsv } from './csv-file.ts';
import { Deriver } from './derive.ts';
import { insertBeat, insertOverview } from './derived-tables.ts';
import type { RecordingKind } from './new-recording.ts';
import type { SessionFile } from './session-file.ts';
import { insertStimuli } from './stated-by-stimuli.ts';
import type { Steps } from './steps.ts';

export interface ImportedRecording {
  readonly kind: RecordingKind;
  /** The CSV file, and its name in errors. */
  readonly file: string;
  readonly origin: string;
  /** The protocol that it must be a run of; null without clamp. */
  readonly protocol: Protocol | null;
  readonly conditions: RecordingConditions;
  /** Capacitance that converts the file's pA/pF into the pA that a session stores, pF. */
  readonly capacitancePf: number;
  readonly fileName: string;
  readonly remarks: readonly string[];
  /** Stated to be of a simulated cell, whatever the file says. */
  readonly simulated?: boolean;
}

/**
 * Stores a recording CSV in chunks of 100 ms, like a recorded one, and returns its id: one pass to check it, one to store it,
 * memory for about a megabyte of its text.
 */
export function* storeImported(session: SessionFile, imported: ImportedRecording): Steps<number> {
  const { file, origin, kind, protocol, capacitancePf } = imported;
  const scan = scanCsv(file, origin);
  let scanned = scan.next();
  for (; scanned.done !== true; scanned = scan.next()) yield scanned.value / 2;
  const facts = scanned.value;
  const { sampleRateHz } = new CsvClock(facts.samples, facts.firstS, facts.lastS, origin);
  const plays = protocol === null ? null : new PlaysProtocol(protocol, facts.samples, sampleRateHz, origin);
  const recordingId = session.beginRecording({
    kind,
    protocolRequested: protocol,
    protocolRealised: protocol,
    device: {
      name: `imported from ${imported.fileName}`,
      firmware: '',
      serial: '',
      port: '',
      simulated: imported.simulated === true || facts.marks.simulated === true,
    },
    calibration: null,
    acquisition: null,
    conditions: imported.conditions,
    sampleRateHz,
    expectedSamples: facts.samples,
    startedAt: new Date().toISOString(),
    remarks: imported.remarks,
  });
  const deriver = new Deriver(facts.samples, sampleRateHz, kind);
  const step = Math.max(1, Math.round(sampleRateHz / 10));
  for (const piece of csvPieces(file, origin, facts)) {
    const { firstSample, voltageMv } = piece;
    plays?.add(piece);
    const currentPa = piece.currentPaPf.map((density) => density * capacitancePf);
    deriver.add({ firstSample, samples: { voltageMv, currentPa } });
    for (const { from, to, lost } of stretches(currentPa)) {
      if (lost) {
        session.appendGap(recordingId, { firstSample: firstSample + from, n: to - from, reason: 'the file has no value there' });
        continue;
      }
      for (let k = from; k < to; k += step) {
        const end = Math.min(to, k + step);
        session.appendChunk(recordingId, firstSample + k, voltageMv.subarray(k, end), currentPa.subarray(k, end));
      }
    }
    yield 0.5 + firstSample / facts.samples / 2;
  }
  plays?.check();
  session.endRecording(recordingId, 'complete');
  const { overviews, beat, stimuli } = deriver.derived();
  insertOverview(session.connection, session.layout, recordingId, overviews);
  if (kind === 'spontaneous') insertBeat(session.connection, recordingId, beat);
  insertStimuli(session.connection, session.layout, recordingId, stimuli);
  return recordingId;
}

/** Runs of samples that are all there or all lost. */
function* stretches(samples: Float32Array): Generator<{ readonly from: number; readonly to: number; readonly lost: boolean }> {
  for (let from = 0; from < samples.length;) {
    const lost = Number.isNaN(samples[from]);
    let to = from + 1;
    while (to < samples.length && Number.isNaN(samples[to]) === lost) to++;
    yield { from, to, lost };
    from = to;
  }
}
