import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelCard } from '../../../shared/contract/schemas.ts';
import { figureRows, settingRows } from './cardWords.ts';

const models = join(import.meta.dirname, '../../../../resources/models');

describe('the words of a network', () => {
  it('state R² and coverage of a group of test cells in one line', () => {
    const figures = {
      testR2Mean: 0.4821,
      testCoverage90: 0.9,
      heldOutLoss: 0.26324,
      'testR2Noise0.1To0.5': 0.3,
      'testCoverage90Noise0.1To0.5': 0.8951,
    };
    expect(figureRows(figures)).toEqual([
      ['All 52 parameters', 'R² 0.482 · 90.0 % in the 90 % interval'],
      ['Loss, held-out cells', '0.2632'],
      ['Noise 0.1 to 0.5 pA/pF', 'R² 0.300 · 89.5 % in the 90 % interval'],
    ]);
  });

  it('tell the parameters of a rig from cells behind one', () => {
    expect(figureRows({ testR2Rig: 0.5 })).toEqual([['Electrode, amplifier, leak', 'R² 0.500']]);
    expect(figureRows({ testR2Ideal: 0.6, testR2Rig: 0.5 })[1]).toEqual(['Behind an electrode', 'R² 0.500']);
  });

  it('part the words of a key that is not known', () => {
    expect(settingRows({ dropoutShare: 0.1 }, { noise: 3 })).toEqual([
      ['Dropout share', '0.1'],
      ['Seed, noise', '3'],
    ]);
  });

  it.each(readdirSync(models))('of %s hold no key of its card', (folder) => {
    const card = JSON.parse(readFileSync(join(models, folder, 'card.json'), 'utf8')) as ModelCard;
    const rows = [...figureRows(card.figures), ...settingRows(card.settings, card.seeds)];
    expect(rows.length).toBeGreaterThan(10);
    for (const [label] of rows) expect(label.replaceAll('pA/pF', '')).not.toMatch(/[a-z][A-Z]|^test|^seed [a-z]/);
  });
});
