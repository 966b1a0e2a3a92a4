import { describe, expect, test } from 'vitest';
import type { RecordingMeta, RecordingSink } from '../rig/index.ts';
import { TellingSink, type StoredRecording } from './telling-sink.ts';

const meta = (kind: RecordingMeta['kind']): RecordingMeta => ({ kind }) as RecordingMeta;

function harness(over: Partial<RecordingSink> = {}) {
  const calls: string[] = [];
  let next = 7;
  const sink: RecordingSink = {
    begin: ({ kind }) => (calls.push(`begin ${kind}`), next++),
    block: () => void calls.push('block'),
    event: () => void calls.push('event'),
    gap: () => void calls.push('gap'),
    end: (status) => (calls.push(`end ${status}`), status),
    ...over,
  };
  const told: StoredRecording[] = [];
  return { calls, told, sink: new TellingSink(sink, (stored) => (calls.push('told'), told.push(stored))) };
}

describe('a sink that tells', () => {
  test('stores first, then tells which recording has ended and how, before anything that waits for the end goes on', async () => {
    const { calls, told, sink } = harness();
    expect(await sink.begin(meta('voltage-clamp'))).toBe(7);
    sink.block({ firstSample: 0, voltageMv: new Float32Array(1), currentPa: new Float32Array(1) });
    sink.event({ sample: 0, code: 1, name: 'ITEM_START', argument: 0 });
    sink.gap({ firstSample: 1, count: 1 });
    await (async () => sink.end('complete'))();
    expect(calls).toEqual(['begin voltage-clamp', 'block', 'event', 'gap', 'end complete', 'told']);
    await sink.begin(meta('spontaneous'));
    await sink.end('stopped');
    await Promise.resolve();
    expect(told).toEqual([
      { recordingId: 7, kind: 'voltage-clamp', status: 'complete' },
      { recordingId: 8, kind: 'spontaneous', status: 'stopped' },
    ]);
  });

  test('a recording whose end could not be stored is not told of', async () => {
    const { told, sink } = harness({
      end: () => {
        throw new Error('The disk is full.');
      },
    });
    await sink.begin(meta('voltage-clamp'));
    await expect(sink.end('complete')).rejects.toThrow('The disk is full.');
    await Promise.resolve();
    expect(told).toEqual([]);
  });
});
