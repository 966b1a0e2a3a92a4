import type { Parameter, ParameterRole } from '../parameter.ts';

/** Parameters of the Kernik 2019 human iPSC-cardiomyocyte (Kernik et al. 2019, J Physiol 597:4533). */
const of =
  (role: ParameterRole) =>
  <const Id extends string>(id: Id, current: string, value: number, unit: string): Parameter<Id> => ({ id, current, value, unit, role });
const conductance = of('conductance');
const kinetics = of('kinetics');

/** The 52 parameters of the method that differ between cells, in their fixed order. */
export const VARIED = [
  conductance('ik1.g_K1', 'IK1', 0.133785777797606, 'nS/pF'),
  kinetics('ik1.xK11', 'IK1', 0.477994972217041, '1/ms'),
  kinetics('ik1.xK12', 'IK1', 27.2427558793487, 'mV'),
  kinetics('ik1.xK13', 'IK1', 4.92502331781412, 'mV'),
  kinetics('ik1.xK14', 'IK1', 8.72223760006882, 'mV'),
  kinetics('ik1.xK15', 'IK1', 56.6361974998244, 'mV'),
  conductance('ikr.g_Kr', 'IKr', 0.218025, 'nS/pF'),
  kinetics('ikr.Xr1_1', 'IKr', 0.00574885237435, '1/ms'),
  kinetics('ikr.Xr1_2', 'IKr', 13.6234926362576, 'mV'),
  kinetics('ikr.Xr1_5', 'IKr', 0.047630571181836, '1'),
  kinetics('ikr.Xr1_6', 'IKr', -7.06808742965549, 'mV'),
  kinetics('ikr.Xr2_1', 'IKr', 0.012456640526827, '1/ms'),
  kinetics('ikr.Xr2_2', 'IKr', -25.9944581644377, 'mV'),
  kinetics('ikr.Xr2_5', 'IKr', 37.3426331501041, '1'),
  kinetics('ikr.Xr2_6', 'IKr', 22.0919642353902, 'mV'),
  kinetics('ikr.tau_1_offset', 'IKr', 50.0, 'ms'),
  conductance('iks.g_Ks', 'IKs', 0.0077, 'nS/pF'),
  kinetics('iks.ks1', 'IKs', 0.00116558448, '1/ms'),
  kinetics('iks.ks2', 'IKs', 66726.8386758936, 'mV'),
  kinetics('iks.ks5', 'IKs', 0.28045890825, '1'),
  kinetics('iks.ks6', 'IKs', -18.86697157291, 'mV'),
  conductance('ical.p_CaL', 'ICaL', 0.308027691379, 'L/s/F'),
  kinetics('ical.d1', 'ICaL', 12.966294189722, '1/ms'),
  kinetics('ical.d2', 'ICaL', 7.079145964711, 'mV'),
  kinetics('ical.d5', 'ICaL', 0.044909415507, '1'),
  kinetics('ical.d6', 'ICaL', -6.909880369242, 'mV'),
  kinetics('ical.f1', 'ICaL', 0.000512589826, '1/ms'),
  kinetics('ical.f2', 'ICaL', -49.50571203387, 'mV'),
  kinetics('ical.f5', 'ICaL', 1931.21122351432, '1'),
  kinetics('ical.f6', 'ICaL', 5.730027499699, 'mV'),
  kinetics('ical.taud_const', 'ICaL', 1.65824694683, 'ms'),
  kinetics('ical.tauf_const', 'ICaL', 100.462559171103, 'ms'),
  conductance('ina.g_Na', 'INa', 9.720613409241, 'nS/pF'),
  kinetics('ina.m1', 'INa', 108.045846384818, '1/ms'),
  kinetics('ina.m2', 'INa', 13.107015733941, 'mV'),
  kinetics('ina.m5', 'INa', 0.002326914367, '1'),
  kinetics('ina.m6', 'INa', -7.917726289513, 'mV'),
  kinetics('ina.h1', 'INa', 0.003626598864, '1/ms'),
  kinetics('ina.h2', 'INa', -19.839358860026, 'mV'),
  kinetics('ina.h5', 'INa', 9663.29497711474, '1'),
  kinetics('ina.h6', 'INa', 7.395503564613, 'mV'),
  kinetics('ina.j1', 'INa', 0.000512257182, '1/ms'),
  kinetics('ina.j2', 'INa', -66.583755502652, 'mV'),
  kinetics('ina.tau_m_const', 'INa', 0.031977580384, 'ms'),
  kinetics('ina.tau_h_const', 'INa', 0.167331502516, 'ms'),
  kinetics('ina.tau_j_const', 'INa', 0.951088724962, 'ms'),
  conductance('ifunny.g_f', 'If', 0.0435, 'nS/pF'),
  kinetics('ifunny.xF1', 'If', 5.7897e-7, '1/ms'),
  kinetics('ifunny.xF2', 'If', -14.5897121702, 'mV'),
  kinetics('ifunny.xF5', 'If', 20086.6502378844, '1'),
  kinetics('ifunny.xF6', 'If', 10.20235284528, 'mV'),
  kinetics('ifunny.xF_const', 'If', 23.94529134653, 'ms'),
];

/** Scales of the currents that none of the 52 scales: 1 in the published cell. */
export const SCALES = [
  conductance('scale.Ito', 'Ito', 1, '1'),
  conductance('scale.ICaT', 'ICaT', 1, '1'),
  conductance('scale.INaCa', 'INaCa', 1, '1'),
  conductance('scale.INaK', 'INaK', 1, '1'),
  conductance('scale.IbNa', 'IbNa', 1, '1'),
  conductance('scale.IbCa', 'IbCa', 1, '1'),
  conductance('scale.IpCa', 'IpCa', 1, '1'),
];

export const FIXED = [
  kinetics('ikr.tau_2_offset', 'IKr', 0.0, 'ms'),
  kinetics('iks.tauks_const', 'IKs', 4.74115e-6, 'ms'),
  conductance('ito.g_to', 'Ito', 0.1178333333333, 'nS/pF'),
  kinetics('ito.r1', 'Ito', 0.0553614181713, '1/ms'),
  kinetics('ito.r2', 'Ito', 11.6842023429669, 'mV'),
  kinetics('ito.r5', 'Ito', 3.9891810803775, '1'),
  kinetics('ito.r6', 'Ito', -11.0471393012032, 'mV'),
  kinetics('ito.s1', 'Ito', 0.0003442309443, '1/ms'),
  kinetics('ito.s2', 'Ito', -17.6344722898096, 'mV'),
  kinetics('ito.s5', 'Ito', 186.760536909695, '1'),
  kinetics('ito.s6', 'Ito', 8.1809338733227, 'mV'),
  kinetics('ito.tau_r_const', 'Ito', 0.6967584211715, 'ms'),
  kinetics('ito.tau_s_const', 'Ito', 11.2244577239469, 'ms'),
  conductance('icat.g_CaT', 'ICaT', 0.185, 'nS/pF'),
];

export type KernikParameterId = (typeof VARIED | typeof SCALES)[number]['id'];
export type KernikFixedId = (typeof FIXED)[number]['id'];
