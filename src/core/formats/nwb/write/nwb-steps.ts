import { oneLine } from '../../../text/one-line.ts';
import { cultureOf, cultureWords } from '../../../trace/culture.ts';
import { SIMULATED_NOTE } from '../../../twin/twin-origin.ts';
import type { ExportedRecording } from '../../export/exported-recording.ts';
import { FormatError } from '../../format-error.ts';
import type { Hdf5Step, SampleSeal } from '../../hdf5/hdf5-step.ts';
import { intracellularTables } from './intracellular-tables.ts';
import { NwbWriter } from './nwb-writer.ts';
import { leakSubtractedSeries } from './leak-subtracted-series.ts';
import { patchClampSeries, seriesNames } from './patch-clamp-series.ts';
import { qualityTable } from './quality-table.ts';
import { twinTables } from './twin-tables.ts';

/** Version of the standard that the files follow. */
const NWB_VERSION = '2.7.0';
const IPSC = 'Heart muscle cell from induced pluripotent stem cells.';
/** Lost samples that are written in one piece. */
const LOST_AT_ONCE = 65_536;
const ELECTRODE = '/general/intracellular_ephys/electrode';

/**
 * Recordings of one session as NWB 2, a step at a time, in memory for one piece: series, electrode, device, icephys tables, subject,
 * quality and the twins. Lost samples are NaN.
 * @throws FormatError without a recording
 */
export function* nwbSteps(recordings: readonly ExportedRecording[]): Generator<Hdf5Step> {
  const [first] = recordings;
  if (first === undefined) throw new FormatError('There is no recording to write as NWB. Record or import one first.');
  const { session } = first;
  const nwb = new NwbWriter(session.id);
  const simulated = recordings.some((recording) => recording.simulated);
  const earliest = recordings.reduce((a, b) => (b.startedMs < a.startedMs ? b : a));
  const { startedAt } = earliest;
  const text = (path: string, content: string): Hdf5Step => ({ kind: 'dataset', path, content });
  yield { kind: 'group', path: '/', attributes: nwb.typed('/', 'NWBFile', 'core', { nwb_version: NWB_VERSION }) };
  yield text('/identifier', session.id);
  yield text(
    '/session_description',
    oneLine(`${simulated ? `${SIMULATED_NOTE} ` : ''}Patch-clamp recording of ${session.cellName}, written by TwinClamp.`),
  );
  yield text('/session_start_time', startedAt);
  yield text('/timestamps_reference_time', startedAt);
  yield { kind: 'dataset', path: '/file_create_date', content: [startedAt] };
  for (const path of ['/acquisition', '/analysis', '/general', '/processing', '/stimulus', '/stimulus/presentation', '/stimulus/templates'])
    yield { kind: 'group', path };
  yield text('/general/session_id', session.id);
  yield text('/general/experiment_description', 'Whole-cell patch clamp of a heart muscle cell, from which a digital twin is inferred.');
  yield text('/general/notes', oneLine([session.notes, ...recordings.flatMap(({ remarks }) => remarks)].join(' ')) || 'none');
  yield { kind: 'dataset', path: '/general/keywords', content: ['patch clamp', 'iPSC-CM', ...(simulated ? ['SIMULATED'] : [])] };
  yield* subject(nwb, first, simulated);
  yield { kind: 'group', path: '/general/devices' };
  const device = `/general/devices/amplifier`;
  yield nwb.group(device, 'Device', { description: deviceText(first), manufacturer: oneLine(first.device.name) || 'unknown' });
  yield { kind: 'group', path: '/general/intracellular_ephys' };
  yield* electrode(nwb, first, device);
  for (const recording of recordings) yield* patchClampSeries(nwb, recording, earliest.startedMs, ELECTRODE);
  yield* intracellularTables(nwb, recordings, ELECTRODE);
  yield nwb.group('/processing/icephys', 'ProcessingModule', {
    description: 'Quality of the recordings, and the digital twins inferred from them.',
  });
  yield* twinTables(nwb, recordings);
  yield* samplesOf(recordings);
  for (const recording of recordings) yield* leakSubtractedSeries(nwb, recording, earliest.startedMs);
  // These state the checksum of the samples, which is known once they have been read.
  yield text('/general/data_collection', recordings.map(conditionsText).join(' '));
  yield* qualityTable(nwb, recordings);
}

/** What DANDI asks of a subject; what nobody stated is said to be unknown. */
function* subject(nwb: NwbWriter, { session }: ExportedRecording, simulated: boolean): Generator<Hdf5Step> {
  const path = '/general/subject';
  const culture = oneLine(cultureWords(cultureOf(session.notes)));
  const cell = `${simulated ? SIMULATED_NOTE : IPSC}${culture === '' ? '' : ` Culture: ${culture}.`}`;
  yield nwb.group(path, 'Subject');
  const fields = {
    subject_id: oneLine(session.cellName).replaceAll('/', '-') || 'unknown',
    species: 'Homo sapiens',
    sex: 'U',
    description: `${cell} Age and sex of the donor are not stated.`,
  };
  // From nought on, without an upper end: what the standard has for an age that nobody stated.
  yield { kind: 'dataset', path: `${path}/age`, content: 'P0D/', attributes: { reference: 'birth' } };
  for (const [name, content] of Object.entries(fields)) yield { kind: 'dataset', path: `${path}/${name}`, content };
}

function* electrode(nwb: NwbWriter, { session, conditions }: ExportedRecording, device: string): Generator<Hdf5Step> {
  yield nwb.group(ELECTRODE, 'IntracellularElectrode');
  const text = (name: string, content: string): Hdf5Step => ({ kind: 'dataset', path: `${ELECTRODE}/${name}`, content });
  yield text('description', 'Patch pipette, whole cell.');
  yield text('cell_id', oneLine(session.cellName) || 'unknown');
  const { seriesResistanceMohm, filterHz } = conditions;
  if (seriesResistanceMohm !== undefined) yield text('initial_access_resistance', `${seriesResistanceMohm} MOhm`);
  if (filterHz !== undefined) yield text('filtering', `low pass, ${filterHz} Hz`);
  yield { kind: 'link', path: `${ELECTRODE}/device`, target: device };
}

function deviceText({ device, calibration, simulated }: ExportedRecording): string {
  const { name, firmware, serial } = device;
  const parts = [name || 'unknown device', firmware && `firmware ${firmware}`, serial && `serial ${serial}`].filter((part) => part !== '');
  const calibrated = calibration === null || calibration === undefined ? '' : ` Calibration: ${JSON.stringify(calibration)}`;
  return oneLine(`${simulated ? `${SIMULATED_NOTE} ` : ''}${parts.join(', ')}.${calibrated}`);
}

function conditionsText({ recordingId, conditions, hash, lost, status }: ExportedRecording): string {
  const { freeBeat: _, ...plain } = conditions;
  return oneLine(`Recording ${recordingId} (${status}, ${lost} samples lost, ${hash}): ${JSON.stringify(plain)}.`);
}

function* samplesOf(recordings: readonly ExportedRecording[]): Generator<Hdf5Step> {
  const total = recordings.reduce((sum, { samples }) => sum + samples, 0);
  let before = 0;
  for (const recording of recordings) {
    const { acquired, played } = seriesNames(recording);
    let next = 0;
    const put = (first: number, voltageMv: Float32Array, currentPa: Float32Array, seal?: SampleSeal): Hdf5Step => {
      next = first + voltageMv.length;
      const series =
        played === null
          ? [{ path: `${acquired}/data`, values: voltageMv }]
          : [
              { path: `${played}/data`, values: voltageMv },
              { path: `${acquired}/data`, values: currentPa },
            ];
      return { kind: 'samples', first, series, share: (before + next) / total, ...(seal === undefined ? {} : { seal }) };
    };
    const lose = function* (upTo: number): Generator<Hdf5Step> {
      while (next < upTo) {
        const lost = new Float32Array(Math.min(LOST_AT_ONCE, upTo - next)).fill(NaN);
        yield put(next, lost, lost);
      }
    };
    // A seal is of voltage and current: where only one of them is written, the samples are checked before.
    const pieces: ReturnType<ExportedRecording['sealedPieces']> = played === null ? recording.pieces() : recording.sealedPieces();
    for (const { firstSample, voltageMv, currentPa, seal } of pieces) {
      yield* lose(firstSample);
      yield put(firstSample, voltageMv, currentPa, seal);
    }
    yield* lose(recording.samples);
    before += recording.samples;
  }
}
