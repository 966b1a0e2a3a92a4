import { adjustableIndex } from '../cell/adjustable.ts';
import type { DrugChannel } from './block-fraction.ts';

/** The conductance that a blocked channel loses. INaL has none in this cell. */
const CONDUCTANCE: Readonly<Record<DrugChannel, string | null>> = {
  IKr: 'ikr.g_Kr',
  IKs: 'iks.g_Ks',
  ICaL: 'ical.p_CaL',
  INa: 'ina.g_Na',
  If: 'ifunny.g_f',
  IK1: 'ik1.g_K1',
  Ito: 'scale.Ito',
  INaL: null,
};

/** A cell (ADJUSTABLE values) with fractions 0..1 of its channels blocked: simple pore block. */
export function applyBlock(values: Float64Array, blocked: readonly { readonly channel: DrugChannel; readonly fraction: number }[]): Float64Array {
  const result = values.slice();
  for (const { channel, fraction } of blocked) {
    if (!(fraction >= 0 && fraction <= 1)) throw new Error(`Block of ${channel}: expected a fraction from 0 to 1, got ${fraction}.`);
    const id = CONDUCTANCE[channel];
    const at = id === null ? undefined : adjustableIndex(id);
    if (at !== undefined) result[at] = (result[at] ?? 0) * (1 - fraction);
  }
  return result;
}
