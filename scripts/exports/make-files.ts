import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KERNIK2019 } from '../../src/core/cell/kernik2019/index.ts';
import { MODEL_FORMATS, TWIN_FORMATS, twinExporter } from '../../src/core/formats/export/registry.ts';
import { madeUpEnsemble, madeUpTwin } from '../../src/core/formats/export/made-up-twin.testing.ts';
import { rateCases } from '../../src/core/formats/export/model/cases.testing.ts';
import { parameterName } from '../../src/core/formats/export/model/names.ts';
import { createRandom } from '../../src/core/random/random.ts';
import { simulateFree } from '../../src/core/simulate/reference-free.ts';
import type { Twin } from '../../src/core/twin/twin.ts';
import { twinValues } from '../../src/core/twin/twin-values.ts';

const STATES = 100;
/** The beat that is compared: after this, for this long, s. */
const SETTLE_S = 20;
const SECONDS = 6;
const STEP_MS = 0.1;
const SPREAD = 0.05;

/** A twin of every varied parameter, each a little off the published cell. */
export function verifiedTwin(seed: number): Twin {
  const random = createRandom(seed);
  const made = madeUpTwin({ cellName: 'verified', temperatureC: 37, simulated: true });
  const parameters = KERNIK2019.varied.map(({ id, current, unit, value }) => {
    const multiplier = 1 - SPREAD + 2 * SPREAD * random.uniform();
    const interval90 = [multiplier - 0.05, multiplier + 0.05] as const;
    return {
      id,
      current,
      unit,
      baseline: value,
      value: value * multiplier,
      multiplier,
      mean: multiplier,
      sd: 0.03,
      interval90,
      informedBy: 'data' as const,
    };
  });
  return { ...made, parameters, ensemble: madeUpEnsemble(parameters.length) };
}

/** Writes the twin in every format, and what each has to come to: rates at random states, and its beat by this program. */
export function makeFiles(folder: string): Twin {
  mkdirSync(folder, { recursive: true });
  const twin = verifiedTwin(5);
  for (const format of TWIN_FORMATS) {
    const exporter = twinExporter(format);
    const name = MODEL_FORMATS.includes(format) ? `${format}_twin` : format;
    const content = [...exporter.write(twin)].map((piece) => String(piece.content)).join('');
    writeFileSync(join(folder, `${name}.${exporter.extension}`), content);
  }
  const values = twinValues(twin);
  const cases = rateCases(KERNIK2019, values, STATES, 2);
  const { voltageMv } = simulateFree(values, { settleS: SETTLE_S, seconds: SECONDS, outputDtMs: STEP_MS });
  const parameters = Object.fromEntries(KERNIK2019.adjustable.map(({ id }, i) => [parameterName(id), values[i]]));
  const beat = { settleMs: SETTLE_S * 1000, lengthMs: SECONDS * 1000, stepMs: STEP_MS, voltageMv: [...voltageMv] };
  writeFileSync(join(folder, 'expected.json'), JSON.stringify({ ...cases, parameters, beat }));
  // What Octave reads without a toolbox: a row a state with its time, changed parameters, state and rates.
  const changed = [...new Set(cases.cases.flatMap((one) => Object.keys(one.parameters)))];
  const rows = cases.cases.map((one) =>
    [one.timeMs, ...changed.map((name) => one.parameters[name] ?? NaN), ...one.state, ...one.rates].join(','),
  );
  writeFileSync(join(folder, 'cases.csv'), `${rows.join('\n')}\n`);
  writeFileSync(join(folder, 'changed.txt'), `${changed.join('\n')}\n`);
  return twin;
}
