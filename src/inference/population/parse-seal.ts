import { readFileSync } from 'node:fs';
import { DamagedShard } from './damaged-shard.ts';

/** Reads the seal of a shard. @throws DamagedShard where its file was cut short */
export function parseSeal<Seal>(path: string): Seal {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Seal;
  } catch (error) {
    if (error instanceof SyntaxError) throw new DamagedShard(`${path} was cut short. Run "population" again.`);
    throw error;
  }
}
