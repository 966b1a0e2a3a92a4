import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { valuesFromMultipliers } from '../../core/cell/cell-values.ts';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { NO_ARTEFACTS } from '../../core/experiment/artefacts.ts';
import { NO_HISTORY } from '../../core/experiment/cell-history.ts';
import type { Protocol } from '../../core/protocol/protocol.ts';
import type { CellKind } from '../../core/trace/cell-kind.ts';
import { libraryProtocol } from '../../core/testing/files.testing.ts';
import { chooseBackend, type Backend } from '../backend/index.ts';
import { ModelLibrary } from '../model-library.ts';
import type { Predictor } from '../network/index.ts';
import { FullRateCurrent } from './full-rate-current.ts';
import { askNetwork, type NetworkAnswer } from './network-answer.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const multipliers = Float64Array.from(DEFAULT_CELL.varied, (_, i) => 1 + 0.25 * Math.sin(1.7 * i));
let backend: Backend;
beforeAll(async () => {
  backend = await chooseBackend({ prefer: 'wasm', wasmDir: join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/') });
});

/** The cell's current at a rate; behind an electrode with a seal leak and a command that is 12 mV off, or ideally clamped. */
function current(protocol: Protocol, sampleRateHz: number, mode: 'ideal' | 'rig'): Float32Array {
  const artefacts = mode === 'ideal' ? NO_ARTEFACTS : { ...NO_ARTEFACTS, rsCmMs: 0.3, leakNsPf: 0.04, offsetMv: -12 };
  const cell = { values: valuesFromMultipliers(multipliers), artefacts, history: NO_HISTORY };
  return new FullRateCurrent(DEFAULT_CELL).of({ protocol, sampleRateHz, mode, filterHz: null }, cell, {
    capacitanceRatio: 1,
    offsetPaPf: 0,
  });
}

async function network(protocol: Protocol, cell: CellKind): Promise<Predictor> {
  const { predictor, problem } = await new ModelLibrary(join(root, 'resources/models'), backend).forProtocol(protocol, 2000, 37, cell);
  if (!predictor) throw new Error(problem);
  return predictor;
}

/** As noisy over a time whatever the rate. */
const ask = (predictor: Predictor, protocol: Protocol, sampleRateHz: number, currentPaPf: ArrayLike<number>): Promise<NetworkAnswer> =>
  askNetwork(
    predictor,
    { protocol, sampleRateHz, currentPaPf },
    {
      noise: 0.1 * Math.sqrt(sampleRateHz / 10_000),
      rig: predictor.card?.cell === 'living',
      expectedRsCmMs: null,
      temperatureC: 37,
      blankMs: 0.5,
    },
    DEFAULT_CELL,
  );

/** Mean distance of two answers in SDs. */
function apart(a: NetworkAnswer, b: NetworkAnswer): number {
  return a.mean.reduce((sum, mean, i) => sum + Math.abs(mean - (b.mean[i] as number)) / (b.sd[i] as number), 0) / a.mean.length;
}

test('a network trained at 10 kHz says of a record of another rate what it says of one of its own', async () => {
  const protocol = libraryProtocol('clark2022-rounded');
  const predictor = await network(protocol, 'simulated');
  const own = await ask(predictor, protocol, 10_000, current(protocol, 10_000, 'ideal'));
  for (const [rate, most] of [
    [50_000, 0.2],
    // Of the sodium current a coarse record has nothing.
    [4000, 1.2],
  ] as const) {
    const answer = await ask(predictor, protocol, rate, current(protocol, rate, 'ideal'));
    expect(apart(answer, own), `${rate} Hz`).toBeLessThan(most);
  }
}, 120_000);

test('the network for living cells answers records with gaps, and knows the leak and the offset of the command', async () => {
  const protocol = libraryProtocol('clark2022');
  const predictor = await network(protocol, 'living');
  expect(predictor.card?.cell).toBe('living');
  const record = Float64Array.from(current(protocol, 2000, 'rig'), (value) => (value < -19 || value > 49 ? NaN : value));
  record.fill(NaN, 4000, 4100);
  const answer = await ask(predictor, protocol, 2000, record);
  expect([...answer.mean, ...answer.sd].every((value) => Number.isFinite(value) && value > 0)).toBe(true);
  const { living } = answer;
  const given = (id: string): readonly [mean: number, sd: number] => {
    const at = living?.outputs.findIndex((output) => output.id === id) ?? -1;
    return [living?.mean[at] ?? NaN, living?.sd[at] ?? NaN];
  };
  for (const [id, truth] of [
    ['leakNsPf', Math.log(0.04)],
    ['offsetMv', -12],
  ] as const) {
    const [mean, sd] = given(id);
    expect(Math.abs(mean - truth), id).toBeLessThan(2.5 * sd);
  }
  // Half of what uniform draws from -28 to 8 mV leave open.
  expect(given('offsetMv')[1]).toBeLessThan(36 / Math.sqrt(12));
}, 120_000);
