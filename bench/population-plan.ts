import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CellPlan } from '../src/core/population/population-rows.ts';
import { parseProtocol } from '../src/core/protocol/parse-protocol.ts';

/** Cells of the prior, free running and under ideal clamp, as in the program's data sets. */
export function population(free: CellPlan['free']): CellPlan {
  const protocol = parseProtocol(readFileSync(join(import.meta.dirname, '../resources/protocols/clark2022-rounded.json'), 'utf8'));
  return {
    kind: 'all',
    seed: 2019,
    spread: 0.4,
    spreadOf: {},
    temperatureC: [37, 37],
    free,
    clamp: { protocol, sampleRateHz: 10_000, artefacts: false },
  };
}
