import type { TelegraphVoltages } from '../../core/amplifier/telegraph.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';

const BYTES = 16;

/** Four voltages as f32; NaN: not connected. */
export function writeTelegraph(writer: ByteWriter, { gainV, filterV, capacitanceV, modeV }: TelegraphVoltages): void {
  for (const volts of [gainV, filterV, capacitanceV, modeV]) writer.f32(volts ?? Number.NaN);
}

/** The voltages at the end of a STATUS; nothing where they are absent (before v1.2). */
export function appendedTelegraph(reader: ByteReader): { readonly telegraph?: TelegraphVoltages } {
  if (reader.left < BYTES) return {};
  const volts = (): number | null => {
    const value = reader.f32();
    return Number.isNaN(value) ? null : value;
  };
  return { telegraph: { gainV: volts(), filterV: volts(), capacitanceV: volts(), modeV: volts() } };
}
