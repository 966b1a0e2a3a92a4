/** Micromanipulators, by what is typed for them. */
export const MANIPULATOR_KINDS = ['scientifica', 'mpc-200', 'mp-285'] as const;
export type ManipulatorKind = (typeof MANIPULATOR_KINDS)[number];

export const MANIPULATOR_WORDS: Readonly<Record<ManipulatorKind, string>> = {
  scientifica: 'Scientifica',
  'mpc-200': 'Sutter MPC-200',
  'mp-285': 'Sutter MP-285',
};
