import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DroppedFile } from '../../shared/contract/schemas.ts';
import { PathTokens } from '../security/path-tokens.ts';
import { dropReceiver } from './drop-receiver.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'twinclamp-drop-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function receiver() {
  const dropped: DroppedFile[] = [];
  const notices: string[] = [];
  const tokens = new PathTokens();
  const receive = dropReceiver(tokens, (key, event) => {
    if (key === 'app:dropped') dropped.push(...(event as { files: DroppedFile[] }).files);
    if (key === 'app:notice') notices.push((event as { message: string }).message);
  });
  return { dropped, notices, tokens, receive };
}

test('a folder, a recording and a protocol come as tokens with names and without paths', () => {
  const paths = ['cell', 'a.CSV', 'p.json'].map((name) => join(folder, name));
  mkdirSync(paths[0] as string);
  for (const file of paths.slice(1)) writeFileSync(file, '');
  const { dropped, notices, tokens, receive } = receiver();
  receive(paths);
  expect(dropped.map(({ kind, name }) => [kind, name])).toEqual([
    ['folder', 'cell'],
    ['csv', 'a.CSV'],
    ['json', 'p.json'],
  ]);
  expect(JSON.stringify(dropped)).not.toContain(folder);
  expect(tokens.use(dropped[1]?.token ?? '', 'csv')).toBe(paths[1]);
  expect(notices).toEqual([]);
});

test('a recording is any file, whatever its name: its content says what it is', () => {
  const { dropped, notices, receive } = receiver();
  for (const name of ['b.abf', 'c.twinclamp', 'noname', 'table.TXT']) writeFileSync(join(folder, name), '');
  receive(['b.abf', 'c.twinclamp', 'noname', 'table.TXT'].map((name) => join(folder, name)));
  expect(dropped.map(({ kind }) => kind)).toEqual(['recording', 'session', 'recording', 'csv']);
  expect(notices).toEqual([]);
});

test('what cannot be imported is left out and said', () => {
  const { dropped, notices, receive } = receiver();
  receive([join(folder, 'gone.csv'), 'a.csv', '../a.csv', 'x'.repeat(5000), `${folder}/a\0.csv`, 7, null, '/dev/null']);
  expect(dropped).toEqual([]);
  expect(notices).toEqual(['Expected folders, recordings, sessions, twins or a protocol as .json. What else was dropped is left out.']);
});

test('nonsense is ignored, and too many files are reported', () => {
  const { dropped, notices, receive } = receiver();
  for (const nonsense of [undefined, null, 'a.csv', [], {}, { length: 3 }]) receive(nonsense);
  expect([dropped, notices]).toEqual([[], []]);
  receive(Array.from({ length: 1000 }, () => folder));
  expect(dropped).toHaveLength(16);
  expect(notices[0]).toMatch(/at most 16/);
});
