import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { madeUpTwin } from '../../src/core/formats/export/made-up-twin.testing.ts';
import { twinToJson } from '../../src/core/formats/twin-json.ts';
import { twinFileSchema } from '../../src/shared/twin-file-schema.ts';

const published = JSON.parse(readFileSync(new URL('../../resources/schemas/twin.schema.json', import.meta.url), 'utf8')) as {
  properties: Record<string, unknown>;
  required: string[];
};

it('the published schema of twin files is that of the program; npm run build:twin-schema makes it anew', () => {
  expect(published).toEqual(JSON.parse(JSON.stringify(twinFileSchema())));
});

it('it names every field of a twin file', () => {
  const twin = JSON.parse(twinToJson(madeUpTwin({ simulated: true, temperatureSource: 'stated' }))) as object;
  expect(Object.keys(published.properties)).toEqual(expect.arrayContaining(Object.keys(twin)));
  const optional = Object.keys(published.properties).filter((field) => !(field in twin));
  expect(optional.filter((field) => published.required.includes(field))).toEqual([]);
  for (const field of published.required) expect(twin).toHaveProperty(field);
});
