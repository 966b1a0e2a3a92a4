import { FormatError } from '../format-error.ts';
import type { ImportedRecording } from '../imported.ts';
import { shownText } from '../shown-text.ts';
import { siUnit } from '../si-unit.ts';
import type { Stated } from './intake.ts';
import type { Signals } from './pick-signals.ts';
import { filled } from './on-one-clock.ts';
import { voltageIsClamped } from './voltage-is-clamped.ts';

/** What currents are called, in English, German, French and Spanish. */
const CURRENT = /^(i|im|ic|imem|icl|curr|current|strom|courant|corriente)\b/i;

/**
 * Which of the two the amplifier held: as the operator says, as the file says, as its channels say.
 * @throws FormatError where neither says
 */
export function modeOf(recording: ImportedRecording, signals: Signals, { clamp, protocol }: Stated): 'voltage' | 'current' {
  if (clamp !== undefined) return clamp;
  const { clampMode } = recording.conditions;
  if (clampMode !== undefined) return clampMode === 'voltage clamp' ? 'voltage' : 'current';
  const { voltage, current, voltageCommand, currentCommand } = signals;
  if (voltage === null && current === null)
    throw new FormatError('It holds neither a membrane potential nor a current in a unit that is known.');
  const { factor } = voltage === null ? { factor: 1 } : siUnit(recording.channels[voltage]!.unit)!;
  const longest = recording.sweeps.reduce((a, b) => ((b.data[0]?.length ?? 0) > (a.data[0]?.length ?? 0) ? b : a));
  const isClamped = (): boolean =>
    voltageIsClamped(
      filled(longest.data[voltage!]!).map((value) => value * factor * 1000),
      recording.sampleRateHz ?? 1,
    );
  if (current === null) {
    const unnamed = recording.channels.find(({ name, unit }) => unit.trim() === '' && CURRENT.test(name));
    if (unnamed !== undefined)
      throw new FormatError(
        `In which unit is "${shownText(unnamed.name, 40)}"? The file does not say, and its values fit more than one. Write a column ` +
          `template and say it there.`,
      );
    if (isClamped())
      throw new FormatError(
        'Its voltage is a clamp by its steps, and it holds no current in a unit that is known. Say the unit with a column ' + 'template.',
      );
    return 'current';
  }
  if (voltage === null || protocol !== undefined || (voltageCommand !== null && currentCommand === null)) return 'voltage';
  if (currentCommand !== null) return 'current';
  if (isClamped()) return 'voltage';
  const still = extent(longest.data[current]!) === 0;
  if (still) return 'current';
  throw new FormatError(
    'It holds a voltage and a current and does not say which of them was clamped, and the voltage shows no steps. Say whether it ' +
      'is a voltage clamp or a current clamp.',
  );
}

function extent(values: Float32Array): number {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low;
}
