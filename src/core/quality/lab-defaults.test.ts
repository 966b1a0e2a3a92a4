import { expect, test } from 'vitest';
import { USUAL_LEAK_PLAN } from '../protocol/leak-sweeps.ts';
import { labDefaultsToJson, parseLabDefaults, solutionRemarks, type LabDefaults } from './lab-defaults.ts';
import { USUAL_SETTINGS } from './rig-settings.ts';

const DEFAULTS: LabDefaults = {
  kind: 'twinclamp-lab-defaults',
  version: 1,
  operator: 'M. Ruiz',
  rig: 'Rig 2',
  settings: { ...USUAL_SETTINGS, holdingMv: -75, leak: USUAL_LEAK_PLAN },
  protocolId: 'staircase',
  spontaneousSeconds: 5,
  temperatureC: 36,
  pipetteSolution: 'K-gluconate 125, KCl 20',
  bathSolution: null,
  line: 'WTC-11',
  copyFolder: null,
};

test('a file gives back what was written', () => {
  expect(parseLabDefaults(labDefaultsToJson(DEFAULTS), 'file')).toEqual(DEFAULTS);
  expect(solutionRemarks(DEFAULTS)).toEqual(['Pipette solution: K-gluconate 125, KCl 20.']);
});

test.each([
  ['{', /^lab\.json: expected lab defaults as JSON, got another file/],
  ['{"kind":"twin"}', /^lab\.json/],
  [JSON.stringify({ ...DEFAULTS, version: 2 }), /version.*expected/],
  [JSON.stringify({ ...DEFAULTS, operator: '' }), /operator.*expected/],
  [JSON.stringify({ ...DEFAULTS, password: 'x' }), /password/],
  [JSON.stringify({ ...DEFAULTS, settings: { ...USUAL_SETTINGS, holdingMv: 900 } }), /settings.*holdingMv.*expected/],
])('a damaged or foreign file is refused in one sentence', (text, words) => {
  expect(() => parseLabDefaults(text, 'lab.json')).toThrow(words);
  try {
    parseLabDefaults(text, 'lab.json');
  } catch (error) {
    expect((error as Error).message.length).toBeLessThan(400);
  }
});
