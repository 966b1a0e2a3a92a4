import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RigLog } from './rig-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'rig-log-'));
const entry = (words: string) => ({ at: '2026-01-01T00:00:00.000Z', kind: 'note' as const, words });

test('the log is there after a restart, without a line that a crash cut off', () => {
  const file = join(folder, 'log.jsonl');
  expect(new RigLog(file).last()).toEqual([]);
  new RigLog(file).add(entry('first'));
  appendFileSync(file, '{"at":"2026-');
  appendFileSync(file, '\n');
  new RigLog(file).add(entry('second'));
  expect(new RigLog(file).last().map(({ words }) => words)).toEqual(['first', 'second']);
});

test('the log stays short', () => {
  const file = join(folder, 'long.jsonl');
  appendFileSync(file, `${JSON.stringify(entry('x'.repeat(900)))}\n`.repeat(2200));
  const log = new RigLog(file);
  log.add(entry('newest'));
  expect(log.last().at(-1)?.words).toBe('newest');
  appendFileSync(file, `${JSON.stringify(entry('y'.repeat(50)))}\n`.repeat(9000));
  log.add(entry('newest'));
  expect(readFileSync(file, 'utf8').split('\n').length).toBe(3001);
});
