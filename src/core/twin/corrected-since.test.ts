import { expect, test } from 'vitest';
import type { CorrectedFields } from '../trace/correction.ts';
import { correctedSinceAlarm } from './corrected-since.ts';

const twin = { createdAt: '2026-03-02T10:00:00.000Z' };
const at = (day: number, changes: CorrectedFields) => ({ madeAt: `2026-03-0${day}T10:00:00.000Z`, changes });

test('a twin whose recording was corrected after it was made says so, with what was corrected', () => {
  const made = [at(1, { filterHz: 2900 }), at(3, { bathPotassiumMm: 3, bathCalciumMm: 1.2 }), at(4, { temperatureC: 22 })];
  expect(correctedSinceAlarm(twin, made)).toBe(
    'Its recording was corrected after this twin was made (potassium outside 3 mM; calcium outside 1.2 mM; bath temperature 22 °C): ' +
      'infer it again.',
  );
  expect(correctedSinceAlarm({ createdAt: '2026-03-05T00:00:00.000Z' }, made)).toBeNull();
});

test('a recording that is only rejected or accepted leaves its twin as it is', () => {
  expect(correctedSinceAlarm(twin, [at(3, { rejected: 'lost its seal' }), at(4, { rejected: null })])).toBeNull();
  expect(correctedSinceAlarm(twin, [])).toBeNull();
});

test('many corrections stay one short sentence', () => {
  const made = Array.from({ length: 200 }, () => at(3, { excludedMs: [[10, 20]] }));
  expect(correctedSinceAlarm(twin, made)?.length).toBeLessThan(400);
});
