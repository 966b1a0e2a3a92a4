import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { OwnModels } from './own-models.ts';
import { StoredState } from './stored-state.ts';
import { NO_PROGRESS } from '../../shared/training/state.ts';

let folder: string;
const used = (models: OwnModels): string[] =>
  models
    .list()
    .filter((model) => model.inUse)
    .map(({ card }) => card.id)
    .sort();

function put(id: string, protocolId: string, temperatureC: [number, number], createdAt: string): void {
  const card = {
    id,
    protocolId,
    createdAt,
    temperatureC,
    cells: 1,
    samplesSeen: 1,
    architecture: '',
    population: '',
    seeds: {},
    settings: {},
    figures: {},
    weightsBytes: 1,
    weightsSha256: '',
    limits: [],
  };
  mkdirSync(join(folder, id));
  writeFileSync(join(folder, id, 'card.json'), JSON.stringify(card));
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-models-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('uses a network only when it was chosen, and one for each protocol and temperature', () => {
  put('a', 'steps', [37, 37], '2026-01-01');
  put('b', 'steps', [37, 37], '2026-01-02');
  put('cold', 'steps', [22, 22], '2026-01-03');
  const models = new OwnModels(folder);
  expect(models.list().map(({ card }) => card.id)).toEqual(['cold', 'b', 'a']);
  expect(used(models)).toEqual([]);
  models.setUse('a', true);
  models.setUse('cold', true);
  expect(used(models)).toEqual(['a', 'cold']);
  models.setUse('b', true);
  expect(used(models)).toEqual(['b', 'cold']);
  models.setUse('b', false);
  expect(used(models)).toEqual(['cold']);
  expect(() => models.setUse('none', true)).toThrow(/got "none"/);
});

it('treats a damaged list as none in use, and reports a damaged card', () => {
  put('a', 'steps', [37, 37], '2026-01-01');
  writeFileSync(join(folder, 'in-use.json'), '{"ids": ');
  const models = new OwnModels(folder);
  expect(used(models)).toEqual([]);
  writeFileSync(join(folder, 'a', 'card.json'), '{}');
  expect(() => models.list()).toThrow(/a[/\\]card\.json is not a model card/);
});

it('finds a training that the end of the program stopped', () => {
  const path = join(folder, 'training', 'last.json');
  expect(new StoredState(path).read()).toEqual({ kind: 'none' });
  const settings = { protocolId: 'steps', temperatureC: [22, 37] as [number, number], spread: 0.4, cells: 2000, minutes: 1 };
  new StoredState(path).write({ kind: 'running', settings, progress: { ...NO_PROGRESS, step: 12 } });
  expect(new StoredState(path).read()).toMatchObject({ kind: 'stopped', settings, progress: { step: 12 } });
  writeFileSync(path, 'x');
  expect(new StoredState(path).read()).toEqual({ kind: 'none' });
});
