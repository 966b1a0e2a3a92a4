import { join, sep } from 'node:path';
import { expect, test } from 'vitest';
import { pageFile } from './page-file.ts';

const folder = `${sep}app${sep}renderer`;

test('pages of the renderer folder are found with their type', () => {
  expect(pageFile(folder, 'app://twinclamp/')).toEqual({ path: join(folder, 'index.html'), mimeType: 'text/html; charset=utf-8' });
  expect(pageFile(folder, 'app://twinclamp/assets/a.js?x=1')?.path).toBe(join(folder, 'assets', 'a.js'));
});

test.each([
  'app://other/index.html',
  'file:///etc/passwd',
  'app://twinclamp/..%2f..%2fsecret.html',
  'app://twinclamp/%2e%2e/%2e%2e/%2e%2e/secret.json',
  'app://twinclamp/a%00.html',
  'app://twinclamp/..%5c..%5csecret.html',
  'app://twinclamp/key.pem',
  'app://twinclamp/%E0%A4%A.html',
  'nonsense',
])('%s leads nowhere outside the renderer folder', (address) => {
  const file = pageFile(folder, address);
  expect(file === null || file.path.startsWith(folder + sep)).toBe(true);
  expect(file === null || file.path === join(folder, 'secret.json')).toBe(true);
});
