import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

function project(name: string): { readonly options: ts.CompilerOptions; readonly files: readonly string[] } {
  const file = join(root, name);
  const read = ts.readConfigFile(file, (path) => ts.sys.readFile(path));
  const { options, fileNames } = ts.parseJsonConfigFileContent(read.config, ts.sys, root, undefined, file);
  return { options, files: fileNames.map((path) => relative(root, path).replaceAll('\\', '/')) };
}

const layers = Object.fromEntries(['core', 'node', 'window', 'tests'].map((name) => [name, project(`tsconfig.${name}.json`)]));
const isTest = (file: string): boolean => /\.(test|testing)\.tsx?$/.test(file);

describe('each layer is type checked with the globals that it may use', () => {
  it.each([
    ['core', false, false],
    ['node', false, true],
    ['window', true, false],
  ])('%s: DOM %s, Node %s', (name, dom, node) => {
    const { lib = [], types = [] } = layers[name]!.options;
    expect(lib.some((entry) => /\.dom/.test(entry))).toBe(dom);
    expect(types.includes('node')).toBe(node);
  });

  it('and no file of the product is left out or in two of them', () => {
    const product = project('tsconfig.json').files.filter((file) => file.startsWith('src/') && !isTest(file));
    const counted = product.filter((file) => ['core', 'node', 'window'].filter((name) => layers[name]!.files.includes(file)).length !== 1);
    expect(product.length).toBeGreaterThan(500);
    expect(counted).toEqual([]);
  });

  it('and every test, script and benchmark is in the last', () => {
    const others = project('tsconfig.json').files.filter((file) => !file.startsWith('src/') || isTest(file));
    expect(others.filter((file) => !layers['tests']!.files.includes(file))).toEqual([]);
  });
});
