import { describe, expect, test } from 'vitest';
import { Bench } from './bench.ts';
import { emulatedCell } from './emulated-cell.ts';
import { drawKernikCell } from './kernik-cell.ts';

/** Steady resistance of what is at the tip, MOhm, from a step of 10 mV. */
function resistance(bench: Bench): number {
  const before = bench.cell.clamp(-80, 50).currentPa;
  return 10_000 / (bench.cell.clamp(-70, 50).currentPa - before);
}

function at(stage: Parameters<Bench['cell']['enter']>[0], sinceMs: number): { bench: Bench; mohm: number } {
  const bench = new Bench(emulatedCell('passive', 1));
  bench.tick(0);
  bench.carryOut({ kind: 'pipette', stage });
  bench.tick(sinceMs);
  return { bench, mohm: resistance(bench) };
}

describe('the pipette of a simulated rig', () => {
  test.each([
    ['bath', 0, 3, 3],
    ['approach', 0, 3.3, 4],
    ['seal', 0, 19, 21],
    ['seal', 20_000, 2000, 3000],
    ['cell-attached', 0, 2000, 4000],
    // Passive cell: 1 GOhm behind 20 MOhm.
    ['break-in', 0, 1055, 1065],
    ['break-in', 10_000, 1019, 1021],
    ['whole-cell', 0, 1019, 1021],
    ['rundown', 60_000, 1039, 1041],
    ['seal-lost', 0, 45, 50],
  ] as const)('%s after %d ms shows %d to %d MOhm', (stage, sinceMs, least, most) => {
    const { mohm } = at(stage, sinceMs);
    expect(mohm).toBeGreaterThanOrEqual(least - 1e-6);
    expect(mohm).toBeLessThanOrEqual(most + 1e-6);
  });

  test('exchanges ions with the cell once it is open, and not before', () => {
    let exchangedMs = 0;
    const cell = { ...emulatedCell('passive', 1), exchange: (dtMs: number): void => void (exchangedMs += dtMs) };
    const bench = new Bench(cell, { pipette: 'cell-attached' });
    bench.cell.exchange(100);
    expect(exchangedMs).toBe(0);
    bench.carryOut({ kind: 'pipette', stage: 'break-in' });
    bench.cell.exchange(100);
    expect(exchangedMs).toBe(100);
  });

  test('keeps what the amplifier corrects of the access while the access rises', () => {
    const { bench } = at('whole-cell', 0);
    bench.cell.setEffectiveSeriesResistance(4);
    bench.carryOut({ kind: 'pipette', stage: 'rundown' });
    bench.tick(60_000);
    expect(bench.cell.seriesResistanceMohm).toBeCloseTo(40, 3);
    // 16 of 40 MOhm are corrected: 24 in series with 1 GOhm.
    expect(resistance(bench)).toBeCloseTo(1024, 0);
  });
});

describe('a zap on a simulated rig', () => {
  const zapped = (stage: Parameters<Bench['cell']['enter']>[0], levelMv: number, durationMs: number, zaps = 1) => {
    const { bench } = at(stage, 10_000);
    for (let i = 0; i < zaps; i++) bench.cell.zap(levelMv, durationMs);
    bench.tick(20_000);
    return resistance(bench);
  };

  test('breaks a sealed patch, and the cell is behind it', () => {
    expect(zapped('cell-attached', 800, 0.5, 3)).toBeCloseTo(1020, -1);
    expect(zapped('seal', -800, 0.5, 3)).toBeCloseTo(1020, -1);
  });

  test('that is too much leaves no seal', () => {
    expect(zapped('cell-attached', 1500, 10)).toBeLessThan(50);
    expect(zapped('whole-cell', 1500, 10)).toBeLessThan(50);
  });

  test.each(['bath', 'approach', 'seal-lost'] as const)('does nothing in the stage %s', (stage) => {
    expect(zapped(stage, 1500, 10, 5)).toBeCloseTo(at(stage, 20_000).mohm, 6);
  });
});

describe('the bath of a simulated rig', () => {
  /** Largest inward current at 0 mV from 3 ms after the step, pA: of the calcium channels. */
  const peak = (bench: Bench): number => {
    bench.cell.clamp(-80, 1500);
    bench.cell.clamp(0, 3);
    let least = 0;
    for (let ms = 0; ms < 30; ms++) least = Math.min(least, bench.cell.clamp(0, 1).currentPa);
    return least;
  };

  test('washes a drug in by its IC50 and out again', () => {
    const bench = new Bench(drawKernikCell(1).cell, { washMs: 1000 });
    bench.tick(0);
    bench.cell.clamp(-80, 2000);
    const control = peak(bench);
    expect(control).toBeLessThan(-50);
    const block = { channel: 'ICaL', ic50Nm: 100, hill: 1 } as const;
    bench.carryOut({ kind: 'perfuse', channels: [block], concentrationNm: 1e6 });
    bench.tick(20_000);
    const blocked = peak(bench);
    expect(blocked / control).toBeLessThan(0.2);
    bench.carryOut({ kind: 'perfuse', channels: [], concentrationNm: 0 });
    bench.tick(60_000);
    expect(peak(bench) / control).toBeCloseTo(1, 1);
  });
});
