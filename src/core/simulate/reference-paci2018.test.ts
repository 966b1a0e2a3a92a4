import { beforeAll, describe, expect, test } from 'vitest';
import { buildKernel } from '../../../scripts/kernel/module.ts';
import { PACI2018 } from '../cell/paci2018/index.ts';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import { ClampSimulator } from '../experiment/clamp-simulator.ts';
import { FreeRunner } from '../experiment/free-runner.ts';
import type { Phenotype } from '../beat/phenotype.ts';
import { NO_ARTEFACTS } from '../experiment/artefacts.ts';
import { PRIOR_SPREAD, sampleMultipliers } from '../population/sample-cells.ts';
import { createRandom } from '../random/random.ts';
import { fixture, kernelBinary, libraryProtocol, rmsPercent } from '../testing/files.testing.ts';
import { analyseBeats } from '../beat/beats.ts';
import { PopulationKernel } from './kernel.ts';
import { simulateClamp } from './reference-clamp.ts';
import { simulateFree } from './reference-free.ts';
import { applyRows, sparseRows } from './sampling.ts';
import { ELECTRODE_GRID, KERNEL_GRID, KERNEL_HOLD_GRID } from './step-grid.ts';

/** Traces of an independent program and model file: bench/peers/paci-reference.py. */
interface Reference {
  readonly clamp: Readonly<Record<string, number[]>>;
  readonly electrode: { readonly rsCmMs: number; readonly leakNsPf: number; readonly Imeas: number[] };
  readonly free: { readonly V_mV: number[] };
}
const reference = fixture('reference-paci2018.json') as Reference;
const protocol = libraryProtocol('clark2022-rounded');
const clampOptions = { holdS: 10, sampleRateHz: 10_000, model: PACI2018 };
const every = (trace: ArrayLike<number>, step: number): number[] =>
  Array.from({ length: Math.ceil(trace.length / step) }, (_, i) => trace[i * step] ?? NaN);
const offPercent = (a: number | null, b: number | null): number => (100 * Math.abs((a ?? NaN) - (b ?? NaN))) / (b ?? NaN);

describe('the engine in double precision against Myokit, within the tolerances of the Kernik cell', () => {
  const clamp = simulateClamp(PACI2018.baseline(), protocol, { ...clampOptions, currents: PACI2018.currents });

  test('total current under voltage clamp: 0.02 % of its range', () => {
    expect(rmsPercent(every(clamp.current, 40), reference.clamp['Itot'] ?? [])).toBeLessThan(0.02);
  });

  test.each(PACI2018.currents)('%s: 0.1 % of its range', (name) => {
    expect(rmsPercent(every(clamp.currents[name] ?? [], 40), reference.clamp[`I_${name.slice(1)}`] ?? [])).toBeLessThan(0.1);
  });

  test('the record through 0.24 ms and a seal leak: 0.05 %', () => {
    const values = PACI2018.baseline();
    values[PACI2018.index('leak.g')] = reference.electrode.leakNsPf;
    const { current } = simulateClamp(values, protocol, { ...clampOptions, rsCmMs: reference.electrode.rsCmMs });
    expect(rmsPercent(every(current, 5), reference.electrode.Imeas)).toBeLessThan(0.05);
  });

  test('beats by itself: cycle length 0.1 %, APD90 0.2 %, MDP 0.05 mV', () => {
    const expected = analyseBeats(reference.free.V_mV, 1).features;
    const own = analyseBeats(simulateFree(PACI2018.baseline(), { settleS: 0, seconds: 8, outputDtMs: 1, model: PACI2018 }).voltageMv, 1);
    expect(own.outcome).toBe('beating');
    expect(offPercent(own.features.cycleLengthMs, expected.cycleLengthMs)).toBeLessThan(0.1);
    expect(offPercent(own.features.apd90Ms, expected.apd90Ms)).toBeLessThan(0.2);
    expect(Math.abs((own.features.mdpMv ?? NaN) - (expected.mdpMv ?? NaN))).toBeLessThan(0.05);
  });
});

describe('the kernel of this cell', () => {
  let kernel: PopulationKernel;
  beforeAll(async () => {
    kernel = await PopulationKernel.load(kernelBinary(PACI2018));
  });
  const population = createRandom(31);
  const cells = Array.from({ length: 2 }, (_, i) =>
    valuesFromMultipliers(sampleMultipliers(population, i, PRIOR_SPREAD, PACI2018), PACI2018),
  );
  const sampled = (simulator: ClampSimulator, artefacts = cells.map(() => NO_ARTEFACTS)): Float32Array[] => {
    const current = simulator.simulate(cells, artefacts).slice();
    const rows = sparseRows(
      simulator.grid,
      Array.from({ length: 94_551 }, (_, k) => [[(k + 1) / 10, 1]] as const),
    );
    return cells.map((_, lane) => {
      const trace = new Float32Array(rows.rows);
      applyRows(rows, current, 4, lane, trace);
      return trace;
    });
  };

  test('is compiled from the current equations, and identifies its cell', () => {
    expect(Buffer.compare(Buffer.from(buildKernel(PACI2018)), Buffer.from(kernelBinary(PACI2018)))).toBe(0);
    expect(kernel.model).toBe(PACI2018);
  }, 60_000);

  test('ideal clamp: within 0.05 % of the range', () => {
    sampled(new ClampSimulator(kernel, protocol, 'ideal', { grid: KERNEL_GRID, hold: KERNEL_HOLD_GRID })).forEach((trace, i) => {
      const { current } = simulateClamp(cells[i] ?? new Float64Array(), protocol, clampOptions);
      expect(rmsPercent(trace, current.subarray(1))).toBeLessThan(0.05);
    });
  }, 60_000);

  test('through electrode and leak: within 0.7 % of the range', () => {
    const artefacts = [0.15, 0.5].map((rsCmMs) => ({ ...NO_ARTEFACTS, rsCmMs, leakNsPf: 0.01 }));
    sampled(new ClampSimulator(kernel, protocol, 'electrode', { grid: ELECTRODE_GRID, hold: KERNEL_HOLD_GRID }), artefacts).forEach(
      (trace, i) => {
        const leaky = (cells[i] ?? new Float64Array()).slice();
        leaky[PACI2018.index('leak.g')] = 0.01;
        const { current } = simulateClamp(leaky, protocol, { ...clampOptions, rsCmMs: artefacts[i]?.rsCmMs ?? NaN });
        expect(rmsPercent(trace, current.subarray(1))).toBeLessThan(0.7);
      },
    );
  }, 60_000);

  test('free running: same beats as the engine in double precision', () => {
    const found: Phenotype[] = [];
    new FreeRunner(kernel, { settleS: 20, seconds: 10, outputDtMs: 1, rejectResting: true }).run([PACI2018.baseline()], (_, phenotype) =>
      found.push(phenotype),
    );
    const expected = analyseBeats(
      simulateFree(PACI2018.baseline(), { settleS: 20, seconds: 10, outputDtMs: 1, model: PACI2018 }).voltageMv,
      1,
    );
    expect(found[0]?.outcome).toBe(expected.outcome);
    expect(offPercent(found[0]?.features.cycleLengthMs ?? null, expected.features.cycleLengthMs)).toBeLessThan(0.5);
    expect(offPercent(found[0]?.features.apd90Ms ?? null, expected.features.apd90Ms)).toBeLessThan(0.5);
  });
});
