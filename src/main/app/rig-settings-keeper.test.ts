import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { USUAL_SETTINGS } from '../../core/quality/rig-settings.ts';
import { RigSettingsKeeper } from './rig-settings-keeper.ts';

const folder = mkdtempSync(join(tmpdir(), 'rig-settings-'));

test('settings survive a restart; the usual ones come first', () => {
  const file = join(folder, 'settings.json');
  expect(new RigSettingsKeeper(file).read()).toEqual(USUAL_SETTINGS);
  new RigSettingsKeeper(file).keep({ ...USUAL_SETTINGS, holdingMv: -70 });
  expect(new RigSettingsKeeper(file).read().holdingMv).toBe(-70);
});

test.each(['{', '{}', JSON.stringify({ ...USUAL_SETTINGS, holdingMv: 900 })])('a file that holds none is reported once: %s', (text) => {
  const file = join(folder, 'damaged.json');
  writeFileSync(file, text);
  const keeper = new RigSettingsKeeper(file);
  expect(() => keeper.read()).toThrow(/usual ones are in use/);
  expect(keeper.read()).toEqual(USUAL_SETTINGS);
});

test('a file of before, without prediction, rate, filter and gain, is taken', () => {
  const file = join(folder, 'before.json');
  const { recording, predictionPercent: _, ...before } = USUAL_SETTINGS;
  writeFileSync(file, JSON.stringify({ ...before, compensationPercent: 60 }));
  expect(new RigSettingsKeeper(file).read()).toEqual({ ...before, compensationPercent: 60, predictionPercent: 60, recording });
});
