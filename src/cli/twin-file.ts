import { basename } from 'node:path';
import { parseKnownTwin } from '../core/formats/known-twin.ts';
import type { Twin } from '../core/twin/twin.ts';
import { readText } from './files.ts';

/** Reads a twin file of a cell of this program. @throws Error naming what was expected and what came */
export function readTwin(path: string): Twin {
  return parseKnownTwin(readText(path, 'Twin file'), basename(path));
}
