import { expect, test } from 'vitest';
import { DEFAULT_CELL } from '../cell/models.ts';
import { valuesFromMultipliers } from '../cell/cell-values.ts';
import { NO_ARTEFACTS } from './artefacts.ts';
import { NO_HISTORY } from './cell-history.ts';
import { sampleMultipliers } from '../population/sample-cells.ts';
import { sampleCommand, type Protocol } from '../protocol/protocol.ts';
import { withLeak } from './electrode.ts';
import { createRandom } from '../random/random.ts';
import { PopulationKernel } from '../simulate/kernel.ts';
import { LiveCell } from '../simulate/live-cell.ts';
import { kernelBinary, libraryProtocol } from '../testing/files.testing.ts';
import { BeatAfterClamp } from './beat-after-clamp.ts';
import { analyseBeats } from '../beat/beats.ts';
import { simulateBeat } from '../beat/simulate-beat.ts';

/** A cell in the dish, right after it was held, clamped and let go. */
function released(values: Float64Array, protocol: Protocol): LiveCell {
  const live = new LiveCell(values);
  for (let k = 0; k < 10_000; k++) live.clamp(protocol.holdingMv, 1, 0.02);
  for (const command of sampleCommand(protocol, 10_000)) live.clamp(command, 0.1, 0.02);
  return live;
}

// The amplifier changes its mode first: a record begins some 300 ms after the release, and the first interval is not in it.
test('beats like the record of a leaky cell, whose first interval after the release is the longest', async () => {
  const protocol = libraryProtocol('twinclamp-10s');
  const leakNsPf = 0.0055;
  const values = valuesFromMultipliers(new Float64Array(DEFAULT_CELL.varied.length).fill(1));
  const artefacts = { ...NO_ARTEFACTS, rsCmMs: 0.02, leakNsPf };
  const live = released(withLeak(values, artefacts, DEFAULT_CELL), protocol);
  live.free(300);
  const own = analyseBeats(
    Float32Array.from({ length: 10_001 }, () => live.free(1)),
    1,
  );
  const [beat] = new BeatAfterClamp(await PopulationKernel.load(kernelBinary()), protocol).beat([
    { values, artefacts, history: NO_HISTORY },
  ]);
  const cycle = own.features.cycleLengthMs ?? NaN;
  expect(Math.abs((beat?.features.cycleLengthMs ?? NaN) / cycle - 1)).toBeLessThan(0.003);
}, 60_000);

test('beats like the cell in the dish after the same protocol, not like a settled cell', async () => {
  const protocol = libraryProtocol('twinclamp-10s');
  const cells = [
    new Float64Array(DEFAULT_CELL.varied.length).fill(1),
    ...[1, 2, 3].map((cell) => sampleMultipliers(createRandom(31), cell, 0.1)),
  ].map((one) => valuesFromMultipliers(one));
  const beats = new BeatAfterClamp(await PopulationKernel.load(kernelBinary()), protocol).beat(
    cells.map((values) => ({ values, artefacts: { ...NO_ARTEFACTS, rsCmMs: 0.02 }, history: NO_HISTORY })),
  );
  const [values] = cells;
  if (!values) throw new Error('no cell');
  const live = released(values, protocol);
  const own = analyseBeats(
    Float32Array.from({ length: 10_001 }, () => live.free(1)),
    1,
  );
  expect(beats[0]?.outcome).toBe(own.outcome);
  const cycle = own.features.cycleLengthMs ?? NaN;
  expect(Math.abs((beats[0]?.features.cycleLengthMs ?? NaN) - cycle) / cycle).toBeLessThan(0.01);
  expect(Math.abs((simulateBeat(values).features.cycleLengthMs ?? NaN) - cycle) / cycle).toBeGreaterThan(0.03);
}, 60_000);
