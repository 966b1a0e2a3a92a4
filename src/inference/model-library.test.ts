import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { libraryProtocol } from '../core/testing/files.testing.ts';
import { chooseBackend } from './backend/index.ts';
import { ModelLibrary } from './model-library.ts';
import { wasmFolder } from './network/network.testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'twinclamp-models-'));
const protocol = libraryProtocol('clark2022-rounded');

beforeAll(() => {
  for (const [id, temperatureC] of [
    ['warm', [37, 37]],
    ['wide', [20, 40]],
  ] as const) {
    cpSync(join(import.meta.dirname, '..', '..', 'resources', 'models', 'clark2022-rounded'), join(folder, id), { recursive: true });
    const path = join(folder, id, 'card.json');
    writeFileSync(path, JSON.stringify({ ...(JSON.parse(readFileSync(path, 'utf8')) as object), id, temperatureC }));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  [37, 'warm'],
  [25, 'wide'],
  [undefined, 'warm'],
  [45, 'wide'],
] as const)('at %s degC the network "%s" answers', async (temperatureC, id) => {
  const library = new ModelLibrary(folder, await chooseBackend({ prefer: 'wasm', wasmDir: wasmFolder() }));
  const { predictor } = await library.forProtocol(protocol, 10_000, temperatureC);
  expect(predictor?.card?.id).toBe(id);
});
