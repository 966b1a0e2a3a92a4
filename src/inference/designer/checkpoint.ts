import { existsSync, readFileSync } from 'node:fs';
import { writeFileWhole } from '../../node/files/index.ts';
import type { EvolutionSettings, EvolutionState } from '../../core/designer/evolution.ts';
import type { ScoreSettings } from '../../core/designer/score-settings.ts';

const FORMAT = 'twinclamp.design/1';

interface Checkpoint {
  readonly format: typeof FORMAT;
  readonly evolution: EvolutionSettings;
  readonly settings: ScoreSettings;
  readonly state: EvolutionState;
}

/** JSON has no Infinity; the text of the settings identifies a search. */
function identity(evolution: EvolutionSettings, settings: ScoreSettings): string {
  return JSON.stringify({ evolution, settings });
}

/**
 * State of a search that was stopped, or null where there is none.
 * @throws Error when the file belongs to another search: nothing is overwritten
 */
export function readCheckpoint(path: string, evolution: EvolutionSettings, settings: ScoreSettings): EvolutionState | null {
  if (!existsSync(path)) return null;
  let found: Partial<Checkpoint>;
  try {
    found = JSON.parse(readFileSync(path, 'utf8')) as Partial<Checkpoint>;
  } catch (cause) {
    throw new Error(`${path} is not JSON (${(cause as Error).message}). Remove it to start the search again.`, { cause });
  }
  if (
    found.format !== FORMAT ||
    !found.state ||
    JSON.stringify({ evolution: found.evolution, settings: found.settings }) !== identity(evolution, settings)
  ) {
    throw new Error(`${path} belongs to another search (seed, limits or clamp differ). Remove it, or choose another --out.`);
  }
  return found.state;
}

export function writeCheckpoint(path: string, evolution: EvolutionSettings, settings: ScoreSettings, state: EvolutionState): void {
  const checkpoint: Checkpoint = { format: FORMAT, evolution, settings, state };
  writeFileWhole(path, [JSON.stringify(checkpoint, null, 1)]);
}
