import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Where the next one of its kind is added: file and name. A new seam gets its line here. */
const SEAMS: readonly (readonly [file: string, name: string])[] = [
  ['src/core/cell/cell-model.ts', 'defineCell'],
  ['src/main/rig/amplifier/amplifier.ts', 'Amplifier'],
  ['src/main/rig/amplifier/amplifier-driver.ts', 'AmplifierDriver'],
  ['src/core/formats/reader.ts', 'FormatReader'],
  ['src/core/formats/export/exporter.ts', 'Exporter'],
  ['src/renderer/state/part.ts', 'Desk'],
  ['src/inference/jobs-interface.ts', 'Jobs'],
  ['src/inference/twin/stages/stage.ts', 'Stage'],
  ['src/shared/contract/contract.ts', 'contract'],
  ['src/shared/contract/zod-of.ts', 'zodOf'],
  ['src/core/schema/schema.ts', 'Schema'],
  ['src/core/twin/twin.ts', 'twinSchema'],
  ['src/node/work/peer.ts', 'Peer'],
  ['src/node/work/open-requests.ts', 'OpenRequests'],
  ['src/node/work/supervised.ts', 'Supervised'],
  ['src/node/work/request-server.ts', 'RequestServer'],
  ['src/node/work/parent-link.ts', 'parentLink'],
  ['src/node/work/thread-client.ts', 'ThreadClient'],
  ['src/node/work/serve-thread.ts', 'serveThread'],
  ['src/node/files/write-file.ts', 'writeFileWhole'],
  ['src/node/files/whole-file.ts', 'WholeFile'],
];

/** The examples above a declaration that is exported by the name; null: there is none of that name. */
function examplesOf(source: string, name: string): string[] | null {
  const file = ts.createSourceFile('seam.ts', source, ts.ScriptTarget.Latest, true);
  const found = file.statements.find((statement) => {
    const exported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (exported !== true) return false;
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.some((one) => one.name.getText(file) === name);
    return (statement as ts.Statement & { readonly name?: ts.Identifier }).name?.text === name;
  });
  if (found === undefined) return null;
  return ts
    .getJSDocTags(found)
    .filter(({ tagName }) => tagName.text === 'example')
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '');
}

test.each(SEAMS)('%s: %s has a docstring with an example', (file, name) => {
  expect(existsSync(join(root, file))).toBe(true);
  const examples = examplesOf(readFileSync(join(root, file), 'utf8'), name);
  expect(examples, `${file} exports no ${name}`).not.toBe(null);
  // More than a word: it calls or defines something.
  expect(examples!.filter((example) => /[({=]/.test(example) && example.length > 30)).not.toEqual([]);
});

test('a seam without an example is seen', () => {
  expect(examplesOf('/** A seam. */\nexport interface Seam {}', 'Seam')).toEqual([]);
  expect(examplesOf('/** @example seam(1) */\nexport const other = 1;', 'Seam')).toBe(null);
  expect(examplesOf('/**\n * @example\n * seam(1);\n */\nexport const Seam = 1;', 'Seam')).toEqual(['seam(1);']);
});
