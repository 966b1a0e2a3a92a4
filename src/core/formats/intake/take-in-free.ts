import { findStimuli, type FoundStimuli } from '../../beat/find-stimuli.ts';
import { hasPossiblePotential } from '../../beat/without-artefacts.ts';
import { stimuliFound } from '../../trace/correction.ts';
import { shownText } from '../shown-text.ts';
import { extremes } from '../extremes.ts';
import { FormatError } from '../format-error.ts';
import type { ImportedRecording } from '../imported.ts';
import { siUnit } from '../si-unit.ts';
import { conditionsOf } from './conditions-of.ts';
import type { Intake, IntakePiece } from './intake.ts';
import { layOutSweeps, type Layout } from './lay-out-sweeps.ts';
import { marksOf } from './marks-of.ts';
import { finitePieces, onOneClock } from './on-one-clock.ts';
import type { Signals } from './pick-signals.ts';
import { implausibleVoltage } from './signal-checks.ts';
import type { IntakeContext } from './intake-context.ts';

/** A command of less than this is none: amplifiers hold zero to within it, pA. */
const NO_CURRENT_PA = 0.5;

/** A membrane potential without clamp, with the current that was injected. @throws FormatError where it cannot be used */
export function takeInFree(
  recording: ImportedRecording,
  sampleRateHz: number,
  signals: Signals,
  part: number,
  { stated }: IntakeContext,
): Intake[] {
  const { voltage, currentCommand } = signals;
  if (voltage === null) throw new FormatError('It is a current clamp and holds no membrane potential in a unit that is known.');
  const { name, unit } = recording.channels[voltage]!;
  const factor = 1000 * siUnit(unit)!.factor;
  const scaledSweeps = recording.sweeps.map(({ data }) => data[voltage]!.map((value) => value * factor));
  const wrong = implausibleVoltage(name, unit, scaledSweeps);
  if (wrong !== null) throw new FormatError(wrong);
  const layout = layOutSweeps(recording, sampleRateHz);
  const voltageMv = onOneClock(layout, (i) => scaledSweeps[i]!);
  const { conditions, remarks } = conditionsOf(recording, signals, stated);
  const injected = injectedPa(recording, signals, layout, conditions.membraneCapacitancePf ?? 1);
  const currentPa = injected?.values ?? new Float32Array(layout.span);
  const pieces = finitePieces(voltageMv, currentPa, 0, layout.span);
  if (pieces.length === 0) throw new FormatError('None of its samples has a value.');
  const paced = injected !== null && injected.most > NO_CURRENT_PA;
  const stimuli = paced ? null : stimuliOf(pieces, sampleRateHz);
  return [
    {
      part,
      name: recording.name,
      kind: 'spontaneous',
      sampleRateHz,
      startedAt: recording.startedAt,
      protocolRequested: null,
      protocolRealised: null,
      command: null,
      pieces,
      span: layout.span,
      marks: marksOf(recording, layout, sampleRateHz, 0, layout.span),
      conditions,
      simulated: stated.simulated ?? recording.simulated ?? false,
      paced,
      ...(stimuli === null ? {} : { stimuli }),
      remarks: [
        ...(stimuli === null ? [] : [stimuliFound(stimuli.periodMs)]),
        ...(paced
          ? [
              `Current of up to ${Number(injected.most.toPrecision(3))} pA was injected: its beats are not the cell's own and are not ` +
                `measured.`,
            ]
          : []),
        ...(pieces.some((piece) => hasPossiblePotential(piece.voltageMv))
          ? []
          : [`"${shownText(name, 40)}" is never between -150 and 100 mV: its unit or gain is probably wrong, and no beats are measured.`]),
        ...(currentCommand === null && recording.conditions.clampMode === 'current clamp'
          ? ['Whether current was injected is not in the file.']
          : []),
        ...layout.notes,
        ...remarks,
      ],
    },
  ];
}

/** Of the longest stretch without a gap. */
function stimuliOf(pieces: readonly IntakePiece[], sampleRateHz: number): FoundStimuli | null {
  const { voltageMv } = pieces.reduce((longest, piece) => (piece.voltageMv.length > longest.voltageMv.length ? piece : longest));
  return voltageMv.length < 8 ? null : findStimuli(voltageMv, 1000 / sampleRateHz);
}

/** The current that the amplifier was set to inject, else nothing; a recorded current is no command, but is kept. */
function injectedPa(
  recording: ImportedRecording,
  { current, currentCommand }: Signals,
  layout: Layout,
  capacitancePf: number,
): { readonly values: Float32Array<ArrayBuffer>; readonly most: number } | null {
  if (currentCommand !== null) {
    const factor = 1e12 * siUnit(currentCommand.unit)!.factor;
    const values = onOneClock(layout, (i) => currentCommand.sweep(i).map((value) => value * factor));
    const { min, max } = extremes([values]);
    return { values: values.map((value) => (Number.isFinite(value) ? value : 0)), most: Math.max(Math.abs(min), Math.abs(max)) };
  }
  if (current === null) return null;
  const { quantity, factor } = siUnit(recording.channels[current]!.unit)!;
  const toPa = quantity === 'current density' ? factor * capacitancePf : 1e12 * factor;
  const values = onOneClock(layout, (i) => recording.sweeps[i]!.data[current]!.map((value) => value * toPa));
  return { values, most: 0 };
}
