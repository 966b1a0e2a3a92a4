import { describe, expect, it } from 'vitest';
import { commandAt, protocolDurationMs, type Protocol } from '../protocol/protocol.ts';
import { createRandom } from '../random/random.ts';
import { limitsFor, limitViolations, timeAboveZeroMs } from './design-limits.ts';
import { FIRST_SCALE, generationCells, proposals, selected, type EvolutionSettings } from './evolution.ts';
import { fitted, genomeOf, genomeWorth, protocolOf, type Gene } from './genome.ts';
import { mutated, randomGenome } from './mutate.ts';

const limits = limitsFor(4000);
const name = { id: 'design', name: 'Design', source: 'test' };
const settings: EvolutionSettings = { seed: 3, limits, offspring: 4, cells: 6, rotateEvery: 10 };
const start = { generation: 0, parent: randomGenome(limits, createRandom(1)), scale: FIRST_SCALE, accepted: 0 };

describe('evolution of protocols', () => {
  it('never leaves the limits, however often a protocol is changed', () => {
    const random = createRandom(8);
    let genome = randomGenome(limits, random);
    for (let i = 0; i < 300; i++) {
      genome = mutated(genome, limits, random.fork(i), 0.5);
      const protocol = protocolOf(genome, limits, name);
      expect(limitViolations(protocol, limits)).toEqual([]);
      expect(protocolDurationMs(protocol)).toBeCloseTo(4000, 6);
    }
  });

  it('puts sines on segments where they are allowed: within range, grid and time, and of the requested period', () => {
    const wavy = { ...limits, waves: true } as const;
    const random = createRandom(9);
    let genome = randomGenome(wavy, random);
    for (let i = 0; i < 200; i++) genome = mutated(genome, wavy, random.fork(i), 0.5);
    expect(genome.filter(({ wave }) => wave).length).toBeGreaterThan(3);
    const protocol = protocolOf(genome, wavy, name);
    expect(limitViolations(protocol, { ...wavy, items: Infinity, shortestMs: 0.1 })).toEqual([]);
    expect(protocolDurationMs(protocol)).toBeCloseTo(4000, 6);
    const [sine] = fitted([{ startMv: -40, endMv: -40, durationMs: 1, wave: { amplitudeMv: 30, periodMs: 120 } }], wavy);
    const segments = protocolOf([sine as Gene], wavy, name);
    for (const timeMs of [10, 33, 250, 1111])
      expect(Math.abs(commandAt(segments, 10 + timeMs) - (-40 + 30 * Math.sin((2 * Math.PI * timeMs) / 120)))).toBeLessThan(2);
    // Without permission there are none, and the worth of a wave is one figure per gene.
    expect(fitted([sine as Gene], limits)[0]?.wave).toBeUndefined();
    expect(
      genomeWorth(
        segments.segments.map(() => 2),
        [sine as Gene],
        wavy,
      ),
    ).toEqual([expect.closeTo(2, 9)]);
  });

  it('frames a design with holding, a rest and a repeat of its beginning', () => {
    const { segments, holdingMv } = protocolOf(start.parent, limits, name);
    expect(segments[0]).toEqual({ kind: 'step', voltageMv: -80, durationMs: 10 });
    expect(segments.at(-1)).toEqual({ kind: 'step', voltageMv: -80, durationMs: 10 });
    expect(holdingMv).toBe(-80);
    const rest = segments.findLastIndex((segment) => segment.kind === 'step' && segment.durationMs === 150);
    expect(rest).toBeGreaterThan(0);
    const repeat = segments.slice(rest + 1, -1);
    expect(repeat.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBeCloseTo(60, 6);
    expect(repeat[0]?.kind).toBe(segments[1]?.kind);
  });

  it('brings a published protocol within the limits', () => {
    const wild: Protocol = {
      ...name,
      holdingMv: -80,
      segments: [
        { kind: 'step', voltageMv: -150, durationMs: 3 },
        { kind: 'ramp', startMv: 20.4, endMv: -100.2, durationMs: 900 },
      ],
    };
    const protocol = protocolOf(genomeOf(wild, limits), limits, name);
    expect(limitViolations(protocol, limits)).toEqual([]);
  });

  it('proposes the same offspring for the same seed and generation', () => {
    expect(proposals(settings, start)).toEqual(proposals(settings, start));
    expect(proposals(settings, { ...start, generation: 1 })).not.toEqual(proposals(settings, start));
  });

  it('keeps the parent unless an offspring is better', () => {
    const offspring = proposals(settings, start);
    const lost = selected(start, offspring, [-1, -Infinity, 0, -0.1]);
    expect(lost.parent).toBe(start.parent);
    expect(lost.scale).toBeLessThan(start.scale);
    const won = selected(start, offspring, [-1, 0.02, 0.01, -Infinity]);
    expect(won.parent).toBe(offspring[1]);
    expect(won.accepted).toBe(1);
  });

  it('exchanges half of the cells at a time', () => {
    expect(generationCells(settings, 9)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(generationCells(settings, 10)).toEqual([3, 4, 5, 6, 7, 8]);
  });

  it('reports what breaks the limits', () => {
    const bad: Protocol = {
      ...name,
      holdingMv: -80,
      segments: [
        { kind: 'step', voltageMv: 70.5, durationMs: 2.05 },
        { kind: 'ramp', startMv: -50, endMv: 50, durationMs: 5000 },
      ],
    };
    expect(limitViolations(bad, limits).join('\n')).toMatch(
      /5002\.1 ms.*\n.*above 0 mV.*\n.*at least 5 ms(.|\n)*multiples of 0\.1 ms(.|\n)*70\.5 mV; -120 to 60(.|\n)*multiples of 1 mV/,
    );
    expect(timeAboveZeroMs({ segments: [{ kind: 'ramp', startMv: -50, endMv: 50, durationMs: 100 }] })).toBe(50);
  });
});
