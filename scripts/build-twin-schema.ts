import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeFileWhole } from '../src/node/files/index.ts';
import { twinFileSchema } from '../src/shared/twin-file-schema.ts';

// Writes the published schema of twin files; after a change of twinSchema. npm run build:twin-schema
const file = join(import.meta.dirname, '..', 'resources', 'schemas', 'twin.schema.json');
mkdirSync(dirname(file), { recursive: true });
writeFileWhole(file, [`${JSON.stringify(twinFileSchema(), null, 2)}\n`]);
