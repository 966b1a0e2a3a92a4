import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PAGES = ['CONTRIBUTING.md', 'docs/architecture.md'];

/** Files and folders of this project between backticks, and links that are no addresses. */
function pathsIn(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const quoted = [
    ...text.matchAll(/`((?:src|test|docs|scripts|bench|resources|\.ci|\.github)\/[\w./-]+|[\w.-]+\.(?:cjs|config\.(?:ts|js)))`/g),
  ].map(([, path]) => join(ROOT, path!));
  const linked = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)]
    .filter(([, path]) => !/^https?:/.test(path!))
    .map(([, path]) => join(ROOT, dirname(page), path!));
  return [...new Set([...quoted, ...linked])];
}

describe.each(PAGES)('%s', (page) => {
  test('names existing files', () => {
    const paths = pathsIn(page);
    expect(paths.length).toBeGreaterThan(10);
    expect(paths.filter((path) => !existsSync(path)).map((path) => path.slice(ROOT.length + 1))).toEqual([]);
  });
});

test('CONTRIBUTING.md has a recipe for every kind of change', () => {
  const headings = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8').match(/^## .*$/gm) ?? [];
  for (const kind of [
    'cell model',
    'amplifier',
    'reader',
    'exporter',
    'experiment',
    'desk',
    'nuisance parameter',
    'twin file',
    'contract',
  ]) {
    expect(
      headings.some((heading) => heading.includes(kind)),
      kind,
    ).toBe(true);
  }
});
