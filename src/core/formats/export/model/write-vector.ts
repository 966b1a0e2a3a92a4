import { KERNIK2019 } from '../../../cell/kernik2019/index.ts';
import { fixedValueOf } from '../../../cell/parameter.ts';
import type { Twin } from '../../../twin/twin.ts';
import { twinModel, twinValues } from '../../../twin/twin-values.ts';
import { FormatError } from '../../format-error.ts';
import { modelNotes } from './model-notes.ts';

/**
 * Input vector of the authors' code of the Kernik 2019 cell (github.com/ClancyLabUCD/IPSC-model), value by value: scales of 16
 * conductances and fluxes, the parameters of IK1, IKr, IKs, Ito, ICaL, ICaT, INa and If, and five switches of its protocols.
 * `null`: no parameter of a twin, 1 among the scales and 0 among the switches.
 */
export const VECTOR: readonly (string | null)[] = [
  // Scales: IK1, IKr, IKs, Ito, ICaL, ICaT, INa, If, INaCa, uptake, release, leak of the store, INaK, IbNa, IbCa, IpCa.
  ...[null, null, null, 'scale.Ito', null, 'scale.ICaT', null, null, 'scale.INaCa', null, null, null],
  ...['scale.INaK', 'scale.IbNa', 'scale.IbCa', 'scale.IpCa'],
  ...named('ik1', 'g_K1 xK11 xK12 xK13 xK14 xK15'),
  ...named('ikr', 'g_Kr Xr1_1 Xr1_2 Xr1_5 Xr1_6 Xr2_1 Xr2_2 Xr2_5 Xr2_6 tau_1_offset tau_2_offset'),
  ...named('iks', 'g_Ks ks1 ks2 ks5 ks6 tauks_const'),
  ...named('ito', 'g_to r1 r2 r5 r6 s1 s2 s5 s6 tau_r_const tau_s_const'),
  ...named('ical', 'p_CaL d1 d2 d5 d6 f1 f2 f5 f6 taud_const tauf_const'),
  'icat.g_CaT',
  ...named('ina', 'g_Na m1 m2 m5 m6 h1 h2 h5 h6 j1 j2 tau_m_const tau_h_const tau_j_const'),
  ...named('ifunny', 'g_f xF1 xF2 xF5 xF6 xF_const'),
  ...[null, null, null, null, null],
];
const SCALES = 16;

function named(prefix: string, ids: string): readonly string[] {
  return ids.split(' ').map((id) => `${prefix}.${id}`);
}

/**
 * The 87 numbers, one a line, in the order that the authors' code reads them; below them where the twin comes from, which that code does
 * not reach and MATLAB's load and numpy's loadtxt (comments='%') pass over.
 * @throws FormatError for a twin of another cell model
 */
export function writeVector(twin: Twin): string {
  const cell = twinModel(twin);
  if (cell.id !== KERNIK2019.id)
    throw new FormatError(`The vector is the input of the ${KERNIK2019.name} code; this twin is of ${cell.name}. Choose another format.`);
  const values = twinValues(twin);
  const fixed = fixedValueOf(cell.fixed);
  const numbers = VECTOR.map((id, i) => {
    if (id === null) return i < SCALES ? 1 : 0;
    const at = cell.find(id);
    return at === undefined ? fixed(id) : (values[at] ?? NaN);
  });
  const temperature = twin.temperatureC === 37 ? [] : [`The authors' code is at 37 degC; the twin is of ${twin.temperatureC} degC.`];
  const notes = modelNotes(twin, cell).filter((note) => !/^(Units|block_|It starts)/.test(note));
  return `${[...numbers.map((value) => String(value)), ...[...notes, ...temperature].map((note) => `% ${note}`)].join('\n')}\n`;
}
