import { beforeAll, describe, expect, test } from 'vitest';
import { valuesFromMultipliers } from '../../core/cell/cell-values.ts';
import { sampleMultipliers } from '../../core/population/sample-cells.ts';
import { sampleCommand, type Protocol } from '../../core/protocol/protocol.ts';
import { createRandom } from '../../core/random/random.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { simulateClamp } from '../../core/simulate/reference-clamp.ts';
import { kernelBinary } from '../../core/testing/files.testing.ts';
import type { RecordingConditions } from '../../core/trace/recording.ts';
import type { Twin } from '../../core/twin/twin.ts';
import { accessNote, statedAccess } from './stated-access.ts';
import { TwinMaker } from './twin-maker.ts';

const STATED = { seriesResistanceMohm: 20, membraneCapacitancePf: 45, compensationPercent: 80 };

describe('access resistance that was measured with a recording', () => {
  test('is what the compensation leaves of it, times the capacitance', () => {
    expect(statedAccess(STATED)).toEqual({ from: 'stated', ...STATED, expectedMs: expect.closeTo(0.18, 9) as number });
    expect(statedAccess({ seriesResistanceMohm: 20, membraneCapacitancePf: 45 })?.expectedMs).toBeCloseTo(0.9, 9);
    expect(statedAccess({ ...STATED, compensationPercent: 100 })?.expectedMs).toBe(0.01);
  });

  test('is that of the recording’s own steps where they were readable: the amplifier corrects a share of what it was set to', () => {
    const bySteps = { seriesResistanceMohm: 26, membraneCapacitancePf: 50 };
    // 80 % of 20 MOhm are corrected, 10 of 26 are left.
    expect(statedAccess({ ...STATED, bySteps })).toMatchObject({ from: 'steps', ...bySteps, expectedMs: expect.closeTo(0.5, 9) as number });
    const silly = { seriesResistanceMohm: 400, membraneCapacitancePf: 50 };
    expect(statedAccess({ ...STATED, bySteps: silly })).toMatchObject({ from: 'stated', expectedMs: expect.closeTo(0.18, 9) as number });
  });

  test.each([
    ['above 100 MOhm', { seriesResistanceMohm: 101, membraneCapacitancePf: 45 }],
    ['with less than 0.1 ms', { seriesResistanceMohm: 3, membraneCapacitancePf: 30 }],
  ])('%s is not used, and that is said', (_, measured) => {
    const access = statedAccess(measured);
    expect(access).toMatchObject({ ...measured, expectedMs: null });
    expect(accessNote(access)).toMatch(/^The stated access resistance of \d+ MΩ with \d+ pF was not used: expected at most 100 MΩ/);
    expect(accessNote(statedAccess(STATED))).toBeNull();
  });

  test('is none where nothing was measured', () => {
    expect(statedAccess({ seriesResistanceMohm: 20 })).toBeNull();
    expect(statedAccess({ ...STATED, seriesResistanceMohm: 0 })).toBeNull();
  });
});

describe('a twin of the same current with another stated access', () => {
  const protocol: Protocol = {
    id: 'short',
    name: 'short',
    source: 'test',
    holdingMv: -80,
    // Nothing fast: the record itself shows little of the electrode.
    segments: [-80, 10, -50].map((voltageMv) => ({ kind: 'step' as const, voltageMv, durationMs: 60 })),
  };
  let maker: TwinMaker;
  beforeAll(async () => {
    maker = new TwinMaker(await PopulationKernel.load(kernelBinary()));
  });

  async function twinWith(conditions: RecordingConditions): Promise<Twin> {
    const random = createRandom(3);
    const values = valuesFromMultipliers(sampleMultipliers(createRandom(12), 3));
    const { current } = simulateClamp(values, protocol, { holdS: 10, sampleRateHz: 2000, rsCmMs: 0.2 });
    const recording = {
      sampleRateHz: 2000,
      commandMv: sampleCommand(protocol, 2000),
      currentPaPf: current.map((value) => value + 0.3 * random.normal()),
      protocol,
      conditions,
      simulated: true,
    };
    const request = {
      recording,
      cellName: 'cell',
      recordingName: 'recording',
      recordingCrc32: 0,
      method: 'fit',
      seed: 1,
      mode: 'rig',
    } as const;
    const context = { predictor: null, networkProblem: null, backend: null, simulations: 250 };
    return (await maker.make({ ...request, createdAt: '2026-01-01T00:00:00.000Z', program: 'test' }, context)).twin;
  }
  const rsCmMs = ({ nuisance }: Twin): number => nuisance.find(({ id }) => id === 'rsCmMs')?.value ?? NaN;

  test('follows it, and says what it began with', async () => {
    const low = await twinWith({ ...STATED, seriesResistanceMohm: 10 });
    const high = await twinWith({ ...STATED, seriesResistanceMohm: 40 });
    expect(low.clamp.access).toMatchObject({ from: 'stated', seriesResistanceMohm: 10, expectedMs: expect.closeTo(0.09, 9) as number });
    expect(high.clamp.access?.expectedMs).toBeCloseTo(0.36, 9);
    expect(rsCmMs(high)).toBeGreaterThan(1.5 * rsCmMs(low));
    const silly = await twinWith({ ...STATED, seriesResistanceMohm: 400 });
    expect(silly.clamp.access?.expectedMs).toBeNull();
    expect(silly.recordingNotes?.join()).toMatch(/access resistance of 400 MΩ with 45 pF was not used/);
    expect(rsCmMs(silly)).toBeLessThan(1);
  }, 60_000);
});
