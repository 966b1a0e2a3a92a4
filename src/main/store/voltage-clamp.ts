import type { RecordingConditions, VoltageClampRecording } from '../../core/trace/recording.ts';
import { protocolSampleCount } from '../../core/protocol/protocol.ts';
import { wholeCommand } from '../../core/trace/whole-command.ts';
import { ownPotential } from '../../core/twin/fitted-together.ts';
import type { SessionContents } from './session-contents.ts';
import { readCorrections } from './correction-table.ts';
import { parseColumn } from './recording-table.ts';
import { StorageError } from './storage-error.ts';
import { storedValues } from './stored-values.ts';

/** Samples by which an imported recording may differ from its protocol. */
const SLACK_SAMPLES = 2;

/** @throws StorageError when the kind, the capacitance or samples are not there */
export function toVoltageClamp(session: SessionContents, recordingId: number): VoltageClampRecording {
  const meta = session.recordingMeta(recordingId);
  const refuse = (why: string): StorageError => new StorageError('refused', `Recording ${recordingId} cannot be used for a twin: ${why}`);
  const protocol = meta.protocolRealised ?? meta.protocolRequested;
  if (meta.kind !== 'voltage-clamp' || !protocol) throw refuse(`expected a voltage-clamp run of a protocol, got a ${meta.kind} recording.`);
  if (acquiredOf(session, recordingId).leak?.role === 'sub-sweeps')
    throw refuse('it holds the sub-sweeps of P/N. Take the recording of their protocol, whose raw current the twin is of.');
  const capacitancePf = meta.conditions.membraneCapacitancePf;
  if (capacitancePf === undefined || !(capacitancePf > 0)) {
    throw refuse('its membrane capacitance is unknown. Run the membrane test before recording, or import it with a capacitance.');
  }
  const { state } = session.openRecording(recordingId);
  const wanted = protocolSampleCount(protocol, meta.sampleRateHz);
  // A protocol longer than its recording would make inference allocate for it.
  if (wanted > state.span + SLACK_SAMPLES && meta.status !== 'complete')
    throw refuse(`it was ${meta.status} after ${state.span} of ${wanted} samples. Record the protocol again.`);
  if (wanted > 2 * (state.span + SLACK_SAMPLES))
    throw refuse(`its protocol takes ${wanted} samples and it has ${state.span}. The file is damaged, or it is of another protocol.`);
  const { voltageMv, currentPa } = session.readSamples(recordingId);
  return {
    sampleRateHz: meta.sampleRateHz,
    commandMv: wholeCommand(voltageMv, protocol, meta.sampleRateHz),
    currentPaPf: currentPa.map((picoampere) => picoampere / capacitancePf),
    ...(state.paused === 0 ? {} : { pausedSamples: state.paused }),
    protocol,
    conditions: {
      ...meta.conditions,
      ...bySteps(session, recordingId),
      freeAfterProtocol: freeAfter(session, recordingId, meta.device.port),
      ...freeBeat(session, recordingId),
    },
    simulated: meta.device.simulated,
    ...(meta.cell === undefined ? {} : { cell: meta.cell }),
    ...(meta.excludedMs.length === 0 ? {} : { excludedMs: meta.excludedMs }),
  };
}

function acquiredOf(session: SessionContents, recordingId: number) {
  return parseColumn(session.openRecording(recordingId).row, 'acquisition', storedValues.acquired, session.path);
}

/** Rs and Cm by its own steps; nothing where an operator has corrected what they are read with since. */
function bySteps(session: SessionContents, recordingId: number): Pick<RecordingConditions, 'bySteps'> {
  const membrane = acquiredOf(session, recordingId).clamp?.steps.membrane ?? null;
  const isCorrected = readCorrections(session.connection, session.layout, recordingId).some(
    ({ changes }) => changes.seriesResistanceMohm !== undefined || changes.compensationPercent !== undefined,
  );
  if (membrane === null || isCorrected) return {};
  const { seriesResistanceMohm, membraneCapacitancePf } = membrane;
  return { bySteps: { seriesResistanceMohm, membraneCapacitancePf } };
}

/** An imported recording has no port, and the order of recording is unknown. */
function freeAfter(session: SessionContents, recordingId: number, port: string): boolean {
  const after = session.listRecordings().find((recording) => recording.recordingId > recordingId);
  return port !== '' && after?.kind === 'spontaneous';
}

/** Of the potential that is the cell's own: see ownPotential. */
function freeBeat(session: SessionContents, recordingId: number): Partial<Pick<RecordingConditions, 'freeBeat'>> {
  const all = session.listRecordings();
  const clamp = all.find((recording) => recording.recordingId === recordingId);
  const measured = all.filter(({ beat }) => beat !== null);
  const beat = clamp === undefined ? null : ownPotential(clamp, measured)?.beat;
  return beat ? { freeBeat: { outcome: beat.outcome, features: beat.features } } : {};
}
