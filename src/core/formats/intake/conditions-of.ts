import { conditionProblem, TEMPLATE_CONDITIONS } from '../csv/template-conditions.ts';
import type { RecordingConditions } from '../../trace/recording.ts';
import type { ImportedRecording } from '../imported.ts';
import { shownText } from '../shown-text.ts';
import { siUnit } from '../si-unit.ts';
import type { Stated } from './intake.ts';
import type { Signals } from './pick-signals.ts';

/** A bath of living cells, degC. */
const BATH_C = [0, 50] as const;

/**
 * Conditions of a recording: what the operator states goes before what the file says. Channels of temperature and capacitance give
 * their mean.
 */
export function conditionsOf(
  recording: ImportedRecording,
  { temperature, capacitance }: Pick<Signals, 'temperature' | 'capacitance'>,
  stated: Stated,
): { readonly conditions: RecordingConditions; readonly remarks: readonly string[] } {
  const { clampMode: _, ...ownConditions } = recording.conditions;
  const remarks: string[] = [];
  const measured = temperature === null ? null : meanOf(recording, temperature);
  const believed = measured !== null && measured >= BATH_C[0] && measured <= BATH_C[1] ? { temperatureC: Number(measured.toFixed(2)) } : {};
  if (measured !== null && believed.temperatureC === undefined)
    remarks.push(
      `Its temperature channel reads ${Number(measured.toPrecision(4))} degC, which no bath of living cells has; it was not used.`,
    );
  const capacitancePf = capacitance === null ? null : capacitanceOf(recording, capacitance);
  const ofChannel = conditionProblem('membraneCapacitancePf', capacitancePf) === null ? { membraneCapacitancePf: capacitancePf! } : {};
  if (capacitancePf !== null && ofChannel.membraneCapacitancePf === undefined)
    remarks.push(
      `Channel "${shownText(recording.channels[capacitance!]!.name, 40)}" reads ${capacitancePf} pF, which no cell has; it was not used.`,
    );
  for (const [key, value] of Object.entries(stated.conditions ?? {})) {
    const held = (ownConditions as Record<string, number | undefined>)[key];
    const named = TEMPLATE_CONDITIONS[key as keyof typeof TEMPLATE_CONDITIONS] as { label: string; unit: string } | undefined;
    if (named !== undefined && held !== undefined && held !== value)
      remarks.push(
        `${named.label}: the file says ${String(held)} ${named.unit}, the operator ${String(value)} ${named.unit}; the operator's is used.`,
      );
  }
  return { conditions: { ...ownConditions, ...believed, ...ofChannel, ...stated.conditions }, remarks };
}

function capacitanceOf(recording: ImportedRecording, channel: number): number | null {
  const mean = meanOf(recording, channel);
  return mean === null ? null : Number((mean * siUnit(recording.channels[channel]!.unit)!.factor * 1e12).toPrecision(4));
}

function meanOf({ sweeps }: ImportedRecording, channel: number): number | null {
  let [sum, n] = [0, 0];
  for (const { data } of sweeps)
    for (const value of data[channel]!)
      if (Number.isFinite(value)) {
        sum += value;
        n++;
      }
  return n === 0 ? null : sum / n;
}
