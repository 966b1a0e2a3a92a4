import { fixed, significant } from '../../ui/quantity.ts';

type Rows = readonly (readonly [label: string, value: string])[];

/** Which test cells or parameters a figure is of, by the end of its key in the card. */
const GROUPS: readonly (readonly [key: RegExp, words: (found: RegExpExecArray, figures: Figures) => string])[] = [
  [/^(Mean)?$/, () => 'All 52 parameters'],
  [/^Conductances$/, () => 'Conductances'],
  [/^Gates$/, () => 'Gates'],
  [/^Scales$/, () => 'Other currents'],
  [/^Ideal$/, () => 'Ideal clamp'],
  [/^Rig$/, (_, figures) => ('testR2Ideal' in figures ? 'Behind an electrode' : 'Electrode, amplifier, leak')],
  [/^NoiseBelow(.+)$/, ([, high]) => `Noise below ${high} pA/pF`],
  [/^NoiseFrom(.+)$/, ([, low]) => `Noise from ${low} pA/pF`],
  [/^Noise(.+)To(.+)$/, ([, low, high]) => `Noise ${low} to ${high} pA/pF`],
  [/^BlankBelow(.+)Ms$/, ([, high]) => `Left out after steps: below ${high} ms`],
  [/^BlankFrom(.+)Ms$/, ([, low]) => `Left out after steps: from ${low} ms`],
  [/^At(.+)To(.+)C$/, ([, low, high]) => `${low} to ${high} °C`],
];

const SETTINGS: Readonly<Record<string, string>> = {
  sampleRateHz: 'Sample rate, Hz',
  noisePaPf: 'Noise of the training cells, pA/pF',
  batchRows: 'Cells a step',
  steps: 'Steps',
  startedFrom: 'Started from',
  ended: 'Ended',
  earlyStopping: 'Early stopping',
  testCells: 'Test cells',
  seconds: 'Training time, s',
  optimiser: 'Optimiser',
};

const SEEDS: Readonly<Record<string, string>> = { population: 'Seed of the cells', training: 'Seed of the training' };

type Figures = Readonly<Record<string, number>>;

/** Test figures of a network in words: how well the multipliers are predicted, and how often the interval holds the true one. */
export function figureRows(figures: Figures): Rows {
  const rows: (readonly [string, string])[] = [];
  for (const [key, value] of Object.entries(figures)) {
    const group = /^testR2(.*)$/.exec(key)?.[1];
    if (group !== undefined) rows.push([groupWords(group, figures), scoreWords(value, figures, group)]);
    else if (key === 'heldOutLoss') rows.push(['Loss, held-out cells', significant(value, 4)]);
    else if (key === 'trainingLoss') rows.push(['Loss, training cells', significant(value, 4)]);
    else if (key === 'testCorrelationGainNats') rows.push(['Gained by correlations', `${fixed(value, 2)} nats a cell`]);
    else if (!key.startsWith('testCoverage90')) rows.push([plainWords(key), significant(value, 4)]);
  }
  return rows;
}

/** Settings and seeds of a training in words. */
export function settingRows(settings: Readonly<Record<string, string | number>>, seeds: Readonly<Record<string, number>>): Rows {
  return [
    ...Object.entries(settings).map(([key, value]) => [SETTINGS[key] ?? plainWords(key), String(value)] as const),
    ...Object.entries(seeds).map(([key, value]) => [SEEDS[key] ?? `Seed, ${plainWords(key).toLowerCase()}`, String(value)] as const),
  ];
}

function scoreWords(r2: number, figures: Figures, group: string): string {
  const coverage = figures[`testCoverage90${group === 'Mean' ? '' : group}`];
  return coverage === undefined ? `R² ${fixed(r2, 3)}` : `R² ${fixed(r2, 3)} · ${fixed(100 * coverage, 1)} % in the 90 % interval`;
}

function groupWords(group: string, figures: Figures): string {
  for (const [key, words] of GROUPS) {
    const found = key.exec(group);
    if (found !== null) return words(found, figures);
  }
  return plainWords(group);
}

/** A key that a later program wrote: its words apart. */
function plainWords(key: string): string {
  const words = key.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
