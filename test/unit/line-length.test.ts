import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const MOST = 140;
const ROOT = join(import.meta.dirname, '..', '..');

test('no line of code is wider than two files side by side allow', () => {
  const wide: string[] = [];
  for (const folder of ['src', 'test', 'bench', 'scripts']) {
    for (const entry of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      const file = `${folder}/${entry.replaceAll('\\', '/')}`;
      if (!/\.tsx?$/.test(file)) continue;
      readFileSync(join(ROOT, file), 'utf8')
        .split('\n')
        .forEach((line, index) => line.length > MOST && wide.push(`${file}:${index + 1}`));
    }
  }
  expect(wide).toEqual([]);
});
