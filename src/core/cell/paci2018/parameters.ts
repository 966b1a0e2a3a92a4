import type { Parameter, ParameterRole } from '../parameter.ts';

/**
 * Parameters of the Paci 2018 human iPSC-cardiomyocyte (Paci et al. 2018, Front Physiol 9:709), in mV, ms, pA/pF: 1 S/F of the
 * paper is 0.001 nS/pF.
 */
const of =
  (role: ParameterRole) =>
  <const Id extends string>(id: Id, current: string, value: number, unit: string): Parameter<Id> => ({ id, current, value, unit, role });
const conductance = of('conductance');
const flux = of('flux');

/** Largest conductances, pumps and fluxes of the sarcoplasmic reticulum: what populations of this cell vary. */
export const VARIED = [
  conductance('ina.g_Na', 'INa', 3.6712302, 'nS/pF'),
  conductance('inal.g_NaL', 'INaL', 0.01725, 'nS/pF'),
  conductance('ical.p_CaL', 'ICaL', 0.08635702, 'L/s/F'),
  conductance('ito.g_to', 'Ito', 0.0299038, 'nS/pF'),
  conductance('ikr.g_Kr', 'IKr', 0.0298667, 'nS/pF'),
  conductance('iks.g_Ks', 'IKs', 0.002041, 'nS/pF'),
  conductance('ik1.g_K1', 'IK1', 0.0281492, 'nS/pF'),
  conductance('ifunny.g_f', 'If', 0.03010312, 'nS/pF'),
  conductance('inaca.k_NaCa', 'INaCa', 3917.0463, 'pA/pF'),
  conductance('inak.p_NaK', 'INaK', 2.6351, 'pA/pF'),
  conductance('ipca.g_pCa', 'IpCa', 0.4125, 'pA/pF'),
  conductance('ibna.g_bNa', 'IbNa', 0.00095, 'nS/pF'),
  conductance('ibca.g_bCa', 'IbCa', 0.000727272, 'nS/pF'),
  flux('sr.v_up', 'uptake', 0.0005113, 'mM/ms'),
  flux('sr.g_rel', 'release', 0.0625434, '1/ms'),
  flux('sr.v_leak', 'SR leak', 4.7279e-7, '1/ms'),
];

export type PaciParameterId = (typeof VARIED)[number]['id'];
