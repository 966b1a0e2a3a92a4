/**
 * Parameters and initial state of the Kernik 2019 human iPSC-cardiomyocyte (Kernik et al. 2019, J Physiol 597:4533).
 * `varied` marks the 52 parameters that tell one cell from another in the method.
 */
export interface ParameterDefinition {
  readonly id: string;
  readonly current: string;
  /** Published value. */
  readonly value: number;
  readonly unit: string;
  readonly varied: boolean;
}

function varied(id: string, current: string, value: number, unit: string): ParameterDefinition {
  return { id, current, value, unit, varied: true };
}

function fixed(id: string, current: string, value: number, unit: string): ParameterDefinition {
  return { id, current, value, unit, varied: false };
}

export const PARAMETERS: readonly ParameterDefinition[] = [
  varied('ik1.g_K1', 'IK1', 0.133785777797606, 'nS/pF'),
  varied('ik1.xK11', 'IK1', 0.477994972217041, '1/ms'),
  varied('ik1.xK12', 'IK1', 27.2427558793487, 'mV'),
  varied('ik1.xK13', 'IK1', 4.92502331781412, 'mV'),
  varied('ik1.xK14', 'IK1', 8.72223760006882, 'mV'),
  varied('ik1.xK15', 'IK1', 56.6361974998244, 'mV'),
  varied('ikr.g_Kr', 'IKr', 0.218025, 'nS/pF'),
  varied('ikr.Xr1_1', 'IKr', 0.00574885237435, '1/ms'),
  varied('ikr.Xr1_2', 'IKr', 13.6234926362576, 'mV'),
  varied('ikr.Xr1_5', 'IKr', 0.047630571181836, '1'),
  varied('ikr.Xr1_6', 'IKr', -7.06808742965549, 'mV'),
  varied('ikr.Xr2_1', 'IKr', 0.012456640526827, '1/ms'),
  varied('ikr.Xr2_2', 'IKr', -25.9944581644377, 'mV'),
  varied('ikr.Xr2_5', 'IKr', 37.3426331501041, '1'),
  varied('ikr.Xr2_6', 'IKr', 22.0919642353902, 'mV'),
  varied('ikr.tau_1_offset', 'IKr', 50.0, 'ms'),
  fixed('ikr.tau_2_offset', 'IKr', 0.0, 'ms'),
  varied('iks.g_Ks', 'IKs', 0.0077, 'nS/pF'),
  varied('iks.ks1', 'IKs', 0.00116558448, '1/ms'),
  varied('iks.ks2', 'IKs', 66726.8386758936, 'mV'),
  varied('iks.ks5', 'IKs', 0.28045890825, '1'),
  varied('iks.ks6', 'IKs', -18.86697157291, 'mV'),
  fixed('iks.tauks_const', 'IKs', 4.74115e-06, 'ms'),
  varied('ical.p_CaL', 'ICaL', 0.308027691379, 'L/s/F'),
  varied('ical.d1', 'ICaL', 12.966294189722, '1/ms'),
  varied('ical.d2', 'ICaL', 7.079145964711, 'mV'),
  varied('ical.d5', 'ICaL', 0.044909415507, '1'),
  varied('ical.d6', 'ICaL', -6.909880369242, 'mV'),
  varied('ical.f1', 'ICaL', 0.000512589826, '1/ms'),
  varied('ical.f2', 'ICaL', -49.50571203387, 'mV'),
  varied('ical.f5', 'ICaL', 1931.21122351432, '1'),
  varied('ical.f6', 'ICaL', 5.730027499699, 'mV'),
  varied('ical.taud_const', 'ICaL', 1.65824694683, 'ms'),
  varied('ical.tauf_const', 'ICaL', 100.462559171103, 'ms'),
  varied('ina.g_Na', 'INa', 9.720613409241, 'nS/pF'),
  varied('ina.m1', 'INa', 108.045846384818, '1/ms'),
  varied('ina.m2', 'INa', 13.107015733941, 'mV'),
  varied('ina.m5', 'INa', 0.002326914367, '1'),
  varied('ina.m6', 'INa', -7.917726289513, 'mV'),
  varied('ina.h1', 'INa', 0.003626598864, '1/ms'),
  varied('ina.h2', 'INa', -19.839358860026, 'mV'),
  varied('ina.h5', 'INa', 9663.29497711474, '1'),
  varied('ina.h6', 'INa', 7.395503564613, 'mV'),
  varied('ina.j1', 'INa', 0.000512257182, '1/ms'),
  varied('ina.j2', 'INa', -66.583755502652, 'mV'),
  varied('ina.tau_m_const', 'INa', 0.031977580384, 'ms'),
  varied('ina.tau_h_const', 'INa', 0.167331502516, 'ms'),
  varied('ina.tau_j_const', 'INa', 0.951088724962, 'ms'),
  varied('ifunny.g_f', 'If', 0.0435, 'nS/pF'),
  varied('ifunny.xF1', 'If', 5.7897e-07, '1/ms'),
  varied('ifunny.xF2', 'If', -14.5897121702, 'mV'),
  varied('ifunny.xF5', 'If', 20086.6502378844, '1'),
  varied('ifunny.xF6', 'If', 10.20235284528, 'mV'),
  varied('ifunny.xF_const', 'If', 23.94529134653, 'ms'),
  fixed('ito.g_to', 'Ito', 0.1178333333333, 'nS/pF'),
  fixed('ito.r1', 'Ito', 0.0553614181713, '1/ms'),
  fixed('ito.r2', 'Ito', 11.6842023429669, 'mV'),
  fixed('ito.r5', 'Ito', 3.9891810803775, '1'),
  fixed('ito.r6', 'Ito', -11.0471393012032, 'mV'),
  fixed('ito.s1', 'Ito', 0.0003442309443, '1/ms'),
  fixed('ito.s2', 'Ito', -17.6344722898096, 'mV'),
  fixed('ito.s5', 'Ito', 186.760536909695, '1'),
  fixed('ito.s6', 'Ito', 8.1809338733227, 'mV'),
  fixed('ito.tau_r_const', 'Ito', 0.6967584211715, 'ms'),
  fixed('ito.tau_s_const', 'Ito', 11.2244577239469, 'ms'),
  fixed('icat.g_CaT', 'ICaT', 0.185, 'nS/pF'),
];

/** The 52 varied parameters in their fixed order: the order of every parameter vector in the project. */
export const VARIED: readonly ParameterDefinition[] = PARAMETERS.filter((parameter) => parameter.varied);
export const VARIED_COUNT = VARIED.length;

/** Published initial state: mV, mM and gate fractions. */
export const INITIAL_STATE = {
  V: -75.59660163885468,
  caSr: 0.3350867967323261,
  cai: 0.0002191916424249644,
  nai: 7.169280912509992,
  ki: 104.7488243941121,
  d: 0.0003949253426529243,
  f: 0.1709901055855403,
  fCa: 0.8777989461340886,
  xr1: 0.3097674857154332,
  xr2: 0.4505771851485186,
  xs: 0.1537882816509487,
  m: 0.02975499629264136,
  h: 0.7395436078124292,
  j: 0.1245159825745049,
  xf: 0.006403385049126155,
  r: 0.0002675978333441606,
  s: 0.7468028106140061,
  dCaT: 0.0002701955734715772,
  fCaT: 0.7560329043683934,
  ryrR: 0.01131203634337511,
  ryrO: 0.0001650451053123964,
  ryrI: 0.01421536223230116,
} as const;
