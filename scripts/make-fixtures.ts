import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Makes the small fixtures of test/fixtures from shared/model/reference and shared/validation, so that the core stays covered
 * where that folder is absent: decimated clamp traces of the baseline cell, its beat, and two validation cells.
 */
const root = join(import.meta.dirname, '..');
const shared = join(root, '..', 'shared');
const out = join(root, 'test', 'fixtures');
mkdirSync(out, { recursive: true });

function floats(path: string): Float32Array {
  const bytes = readFileSync(path);
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

const columns = (JSON.parse(readFileSync(join(shared, 'model/reference/manifest.json'), 'utf8')) as { columns: string[] }).columns;
const round = (value: number): number => Number(value.toPrecision(7));

/** Every `every`-th row of some columns of a reference trace. */
function decimate(file: string, names: readonly string[], every: number): Record<string, number[]> {
  const data = floats(join(shared, 'model/reference', file));
  const rows = data.length / columns.length;
  return Object.fromEntries(
    names.map((name) => {
      const column = columns.indexOf(name);
      return [name, Array.from({ length: Math.ceil(rows / every) }, (_, i) => round(data[i * every * columns.length + column] ?? NaN))];
    }),
  );
}

const currents = columns.filter((name) => name.startsWith('I_'));
const write = (name: string, value: unknown): void => writeFileSync(join(out, name), JSON.stringify(value));
write('reference-vc.json', {
  everyMs: 2,
  source: 'shared/model/reference/vc_base.f32',
  ...decimate('vc_base.f32', ['Itot', ...currents], 20),
});
write('reference-vcrs.json', {
  everyMs: 0.5,
  rsCmMs: 0.24,
  leakNsPf: 1 / 60,
  source: 'shared/model/reference/vcrs_base.f32',
  ...decimate('vcrs_base.f32', ['Imeas'], 5),
});
write('reference-ap.json', { everyMs: 1, source: 'shared/model/reference/ap_base.f32', ...decimate('ap_base.f32', ['V_mV'], 10) });

const validation = join(shared, 'validation');
const bytes = readFileSync(join(validation, 'params_mult.f64'));
const multipliers = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
const clamp = floats(join(validation, 'vc_clean.f32'));
const cells = [1, 4];
const samples = 94552;
write('validation-cells.json', {
  source: 'shared/validation: cells 1 and 4, total current of every 5th sample',
  every: 5,
  cells: cells.map((cell) => ({
    cell,
    multipliers: [...multipliers.subarray(cell * 52, (cell + 1) * 52)],
    current: Array.from({ length: Math.ceil(samples / 5) }, (_, i) => round(clamp[cell * samples + i * 5] ?? NaN)),
  })),
});
