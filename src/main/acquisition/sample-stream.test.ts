import { describe, expect, test } from 'vitest';
import type { SampleBlock } from '../../shared/contract/contract.ts';
import { CREDITS, SampleStream, type LiveSamples } from './sample-stream.ts';

function samples(firstSample: number, voltageMv: readonly number[], recordingId = 1): LiveSamples {
  return {
    recordingId,
    firstSample,
    sampleRateHz: 50_000,
    voltageMv: Float32Array.from(voltageMv),
    currentPa: Float32Array.from(voltageMv, (value) => -value),
  };
}

function stream() {
  const sent: SampleBlock[] = [];
  return { sent, stream: new SampleStream((block) => sent.push(block)) };
}

describe('SampleStream', () => {
  test('sends raw blocks while the window keeps up', () => {
    const { sent, stream: display } = stream();
    for (let i = 0; i < 20; i++) {
      display.push(samples(3 * i, [i, i, i]));
      display.acknowledge(i);
    }
    expect(sent).toHaveLength(20);
    expect(sent.every((block) => block.stride === 1)).toBe(true);
  });

  test('holds back beyond four unacknowledged blocks and sends the extremes of what waited', () => {
    const { sent, stream: display } = stream();
    for (let i = 0; i < CREDITS; i++) display.push(samples(2 * i, [0, 0]));
    display.push(samples(8, [1, 9, -3, 2]));
    display.push(samples(12, [5, 4]));
    expect(sent).toHaveLength(CREDITS);
    display.acknowledge(0);
    expect(sent).toHaveLength(CREDITS + 1);
    const merged = sent.at(-1);
    expect(merged).toMatchObject({ firstSample: 8, stride: 2 });
    expect([...(merged?.voltageMv ?? [])]).toEqual([1, 9, -3, 2, 4, 5]);
    expect([...(merged?.currentPa ?? [])]).toEqual([-9, -1, -2, 3, -5, -4]);
  });

  test('a spike survives any amount of coalescing, in bounded memory', () => {
    const { sent, stream: display } = stream();
    for (let i = 0; i < CREDITS; i++) display.push(samples(i, [0]));
    for (let i = 0; i < 1000; i++)
      display.push(
        samples(
          CREDITS + 1000 * i,
          Array.from({ length: 1000 }, (_, k) => (i === 700 && k === 321 ? 77 : 0)),
        ),
      );
    display.acknowledge(0);
    const merged = sent.at(-1);
    expect(merged?.voltageMv.length).toBeLessThanOrEqual(2048);
    const at = merged?.voltageMv.indexOf(77) ?? -1;
    const spikeSample = 700_321;
    expect(Math.floor(at / 2)).toBe(Math.floor(spikeSample / (merged?.stride ?? 1)));
  });

  test('never merges over a gap or two recordings', () => {
    const { sent, stream: display } = stream();
    for (let i = 0; i < CREDITS; i++) display.push(samples(i, [0]));
    display.push(samples(10, [1, 1]));
    display.push(samples(20, [2, 2]));
    display.push(samples(0, [3, 3], 2));
    for (let i = 0; i < CREDITS; i++) display.acknowledge(i);
    expect(sent.slice(CREDITS).map((block) => [block.recordingId, block.firstSample, block.voltageMv[0]])).toEqual([
      [1, 10, 1],
      [1, 20, 2],
      [2, 0, 3],
    ]);
  });

  test('starts again for a page that was reloaded', () => {
    const { sent, stream: display } = stream();
    for (let i = 0; i < 10; i++) display.push(samples(i, [0]));
    display.reset();
    display.push(samples(10, [1]));
    expect(sent).toHaveLength(CREDITS + 1);
    expect(sent.at(-1)).toMatchObject({ firstSample: 10, stride: 1 });
  });
});
