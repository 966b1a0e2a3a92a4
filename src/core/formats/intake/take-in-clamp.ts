import { sampleCommand } from '../../protocol/protocol.ts';
import { reversedCurrent, reversedIn } from '../current-sign.ts';
import { extremes } from '../extremes.ts';
import { FormatError } from '../format-error.ts';
import type { ImportedRecording } from '../imported.ts';
import { shownText } from '../shown-text.ts';
import { siUnit } from '../si-unit.ts';
import { commandOf, type Clamped } from './command-of.ts';
import { conditionsOf } from './conditions-of.ts';
import type { Intake } from './intake.ts';
import { layOutSweeps, type Layout } from './lay-out-sweeps.ts';
import { marksOf } from './marks-of.ts';
import { findInLibrary, matchProtocol } from './match-protocol.ts';
import { filled, finitePieces, onOneClock } from './on-one-clock.ts';
import type { Signals } from './pick-signals.ts';
import { voltageTolerance } from './protocol-of-voltage.ts';
import { currentProblems, implausibleVoltage } from './signal-checks.ts';
import type { IntakeContext } from './intake-context.ts';

/** Sweeps of a recording that are stored as recordings of their own at most. */
const MOST_APART = 100;

/**
 * A voltage clamp: all its sweeps on one clock, or each a recording of its own where each is a run of a known protocol.
 * @throws FormatError where its current, its voltage or its command cannot be used
 */
export function takeInClamp(
  recording: ImportedRecording,
  sampleRateHz: number,
  signals: Signals,
  part: number,
  context: IntakeContext,
): Intake[] {
  const { stated, library } = context;
  const { current, voltage, voltageCommand } = signals;
  if (current === null)
    throw new FormatError('It is a voltage clamp and holds no current in a unit that is known. Say the unit with a column template.');
  const toMv = voltage === null ? 1 : 1000 * siUnit(recording.channels[voltage]!.unit)!.factor;
  const sweepMv = (i: number): Float32Array => scaled(recording.sweeps[i]!.data[voltage!]!, toMv);
  if (voltage !== null) {
    const { name, unit } = recording.channels[voltage]!;
    const wrong = implausibleVoltage(
      name,
      unit,
      recording.sweeps.map((_, i) => sweepMv(i)),
    );
    if (wrong !== null) throw new FormatError(wrong);
  }
  const commandFactor = voltageCommand === null ? 1 : 1000 * siUnit(voltageCommand.unit)!.factor;
  const commandMv = voltageCommand === null ? null : (i: number): Float32Array => scaled(voltageCommand.sweep(i), commandFactor);
  const layout = layOutSweeps(recording, sampleRateHz);
  const one = (own: Layout, sweep: number | null): Intake =>
    oneClamp({
      recording,
      sampleRateHz,
      signals,
      part,
      context,
      sweepMv: voltage === null ? null : sweepMv,
      commandMv,
      layout: own,
      sweep,
    });
  const { places } = layout;
  if (places.length < 2 || places.length > MOST_APART) return [one(layout, null)];
  const first = places[0]!.sweep;
  const trace = voltage !== null ? filled(sweepMv(first)) : commandMv === null ? null : commandMv(first);
  const apart =
    trace === null
      ? stated.protocol !== undefined
      : stated.protocol === undefined
        ? findInLibrary(trace, sampleRateHz, library, Math.max(2, voltageTolerance(trace))) !== null
        : matchProtocol(trace, sampleRateHz, stated.protocol, 2) !== null;
  if (!apart) return [one(layout, null)];
  return places.map(({ sweep, n }) => one({ places: [{ sweep, first: 0, n }], span: n, notes: [] }, sweep));
}

interface OneClamp {
  readonly recording: ImportedRecording;
  readonly sampleRateHz: number;
  readonly signals: Signals;
  readonly part: number;
  readonly context: IntakeContext;
  readonly sweepMv: ((i: number) => Float32Array) | null;
  readonly commandMv: ((i: number) => Float32Array) | null;
  readonly layout: Layout;
  /** The only sweep of it; null: all. */
  readonly sweep: number | null;
}

function oneClamp({ recording, sampleRateHz, signals, part, context, sweepMv, commandMv, layout, sweep }: OneClamp): Intake {
  const { stated, library, fileName } = context;
  const channel = recording.channels[signals.current!]!;
  const { conditions, remarks: said } = conditionsOf(recording, signals, stated);
  const density = siUnit(channel.unit)!.quantity === 'current density';
  const capacitancePf = conditions.membraneCapacitancePf ?? 1;
  const factor = siUnit(channel.unit)!.factor * (density ? capacitancePf : 1e12);
  const currentPa = onOneClock(layout, (i) => scaled(recording.sweeps[i]!.data[signals.current!]!, factor));
  const recorded = sweepMv === null ? null : onOneClock(layout, sweepMv);
  const held = heldOf(commandMv === null ? null : onOneClock(layout, commandMv), currentPa);
  const name = nameOf(recording, sweep);
  const clamped = clampedOf({ recorded, held, layout, signals, name, fileName, sampleRateHz });
  const found = commandOf(clamped, stated.protocol, hasPauses(layout) ? [] : library);
  const { from, to, requested, realised, command } = found;
  const voltageMv = Float32Array.from((found.playedMv ?? clamped.recordedMv)!.subarray(from, to));
  const ownPa = currentPa.slice(from, to);
  // Without a voltage of its own a sample is lost, unless the command says it.
  if (found.playedMv === null) recorded!.subarray(from, to).forEach((mv, i) => (ownPa[i] = Number.isFinite(mv) ? ownPa[i]! : NaN));
  for (const blank of found.blanked) ownPa.fill(NaN, Math.max(0, blank.from - from), Math.max(0, blank.to - from));
  const pieces = finitePieces(voltageMv, ownPa, 0, to - from);
  if (pieces.length === 0) throw new FormatError('None of its samples has a value.');
  const { min, max } = extremes([voltageMv]);
  const shown = density ? ownPa.map((value) => value / capacitancePf) : ownPa;
  const { refusal, notes } = currentProblems(channel.name, [shown], max - min, density);
  if (refusal !== null) throw new FormatError(refusal);
  // A recorded voltage with noise shows no clean step: its command does.
  const volts = sampleCommand(realised, sampleRateHz).subarray(0, to - from);
  const reversed = reversedCurrent(recording) === null ? reversedIn([{ volts, current: ownPa }], 1e-3, sampleRateHz, channel.name) : null;
  const remarks = [
    ...found.remarks,
    ...layout.notes,
    ...notes,
    ...(reversed === null ? [] : [reversed]),
    ...said,
    ...(density ? [densityRemark(conditions.membraneCapacitancePf)] : []),
  ];
  return {
    part,
    name,
    kind: 'voltage-clamp',
    sampleRateHz,
    startedAt: recording.startedAt,
    protocolRequested: requested,
    protocolRealised: realised,
    command,
    pieces,
    span: to - from,
    marks: marksOf(recording, layout, sampleRateHz, from, to),
    conditions: density ? { ...conditions, membraneCapacitancePf: capacitancePf } : conditions,
    simulated: stated.simulated ?? recording.simulated ?? false,
    paced: false,
    remarks,
  };
}

function nameOf({ name }: ImportedRecording, sweep: number | null): string | null {
  return [name, sweep === null ? null : `sweep ${sweep + 1}`].filter((text) => text !== null).join(', ') || null;
}

interface Traces extends Pick<OneClamp, 'layout' | 'signals' | 'sampleRateHz'> {
  /** mV, NaN where they have no value. */
  readonly recorded: Float32Array | null;
  readonly held: Float32Array | null;
  readonly name: string | null;
  readonly fileName: string;
}

function clampedOf({ recorded, held, layout, signals, name, fileName, sampleRateHz }: Traces): Clamped {
  const source = signals.voltageCommand?.source;
  return {
    sampleRateHz,
    commandMv: held === null ? null : filled(held),
    recordedMv: recorded === null ? null : filled(recorded),
    lost: lostOf([recorded, held], layout.span),
    samples: layout.span,
    source: source ?? '',
    names: {
      id: shownText(`${name ?? 'recording'} of ${fileName}`, 120),
      name: shownText(name ?? fileName, 120),
      source: `${source ?? 'recorded voltage'} of ${shownText(fileName, 120)}`,
    },
  };
}

function densityRemark(capacitancePf: number | undefined): string {
  return capacitancePf === undefined
    ? 'The file gives pA/pF and no capacitance: currents are stored as of a cell of 1 pF, so their pA are pA/pF.'
    : `Currents came in pA/pF and are stored in pA times ${capacitancePf} pF.`;
}

/** A protocol of the library is played without a pause. */
function hasPauses({ places, span }: Layout): boolean {
  return places.reduce((sum, { n }) => sum + n, 0) < span;
}

/** A command says nothing only where no current was recorded either; otherwise the file does not hold it. */
function heldOf(commandMv: Float32Array | null, currentPa: Float32Array): Float32Array | null {
  if (commandMv === null || !commandMv.some(Number.isFinite)) return null;
  return commandMv.every((mv, i) => Number.isFinite(mv) || !Number.isFinite(currentPa[i]!)) ? commandMv : null;
}

/** 1 where one of the traces has no value; null: nowhere. */
function lostOf(traces: readonly (Float32Array | null)[], samples: number): Uint8Array | null {
  const lost = Uint8Array.from({ length: samples }, (_, i) =>
    Number(traces.some((trace) => trace !== null && !Number.isFinite(trace[i]!))),
  );
  return lost.includes(1) ? lost : null;
}

function scaled(values: Float32Array, factor: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) out[i] = values[i]! * factor;
  return out;
}
