import { z } from 'zod';
import { twinSchema } from '../core/twin/twin.ts';
import { zodOf } from './contract/zod-of.ts';

/** The JSON Schema (2020-12) of twin files, published as resources/schemas/twin.schema.json. */
export function twinFileSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'TwinClamp twin file, version 3',
    description:
      'A digital twin of a heart muscle cell as TwinClamp exports and imports it. Units stand in the names: mV, ms, nS/pF, degC.',
    ...z.toJSONSchema(zodOf(twinSchema), { target: 'draft-2020-12' }),
  };
}
