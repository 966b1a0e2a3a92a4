import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_CELL } from '../../core/cell/models.ts';
import { applyBlock } from '../../core/drug/apply-block.ts';
import { madeUpTwin } from '../../core/formats/export/made-up-twin.testing.ts';
import { parseProtocol } from '../../core/protocol/parse-protocol.ts';
import { sampleCommand } from '../../core/protocol/protocol.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { simulateClamp } from '../../core/simulate/reference-clamp.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import { kernelPath } from '../jobs.ts';
import { changeOfTwin } from './change-of-twin.ts';

const protocol = parseProtocol(readFileSync('resources/protocols/clark2022.json', 'utf8'));
const sampleRateHz = 2000;
const model = DEFAULT_CELL;
const parameters = model.varied.map(({ id, current, unit, value }) => ({
  id,
  current,
  unit,
  baseline: value,
  value,
  multiplier: 1,
  mean: 1,
  sd: 0.03,
  interval90: [0.95, 1.05] as const,
  informedBy: 'data' as const,
}));
const twin = madeUpTwin({ parameters, nuisance: [], clamp: { mode: 'ideal', filterHz: null } as never });

function clamped(values: Float64Array): VoltageClampRecording {
  const { current } = simulateClamp(values, protocol, { holdS: 10, sampleRateHz, rsCmMs: 0, model });
  return {
    sampleRateHz,
    commandMv: sampleCommand(protocol, sampleRateHz),
    currentPaPf: Float32Array.from(current),
    protocol,
    conditions: {},
    simulated: true,
  };
}

let kernel: PopulationKernel;
beforeAll(async () => {
  kernel = await PopulationKernel.load(readFileSync(kernelPath('resources')));
});

describe('the block that a cell shows itself', () => {
  it('is read from its clamps before and with drug', async () => {
    const before = clamped(model.baseline());
    const after = clamped(
      applyBlock(model.baseline(), [
        { channel: 'IKr', fraction: 0.6 },
        { channel: 'ICaL', fraction: 0.3 },
      ]),
    );
    const { channels, runDown } = await changeOfTwin(kernel, twin, before, after);
    const of = (name: string): number => -Math.expm1(channels.find(({ channel }) => channel === name)?.log ?? NaN);
    console.log(
      channels.map(({ channel, log, sd }) => `${channel} ${Math.expm1(log).toFixed(3)} ${sd.toFixed(3)}`),
      runDown,
    );
    expect(of('IKr')).toBeCloseTo(0.6, 1);
    expect(of('ICaL')).toBeCloseTo(0.3, 1);
    expect(Math.abs(runDown.log)).toBeLessThan(0.05);
  }, 60_000);

  it('is refused of two protocols', async () => {
    const before = clamped(model.baseline());
    await expect(async () => changeOfTwin(kernel, twin, before, { ...before, sampleRateHz: 1000 })).rejects.toThrow(
      /one protocol at one rate/,
    );
  });
});
