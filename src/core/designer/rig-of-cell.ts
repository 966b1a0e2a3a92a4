import { NO_ARTEFACTS, sampleArtefacts, type Artefacts } from '../experiment/artefacts.ts';
import { createRandom } from '../random/random.ts';
import { TYPICAL_LEAK_NS_PF } from './nuisance.ts';
import type { ScoreSettings } from './score-settings.ts';

/** Makes rigs independent of other draws for a cell of the same name. */
const BRANCH = 4711;

/**
 * Electrode, seal and amplifier of a cell in a score: one for all cells, or by the settings one per cell, which depends on the cell's
 * name alone.
 */
export function rigOfCell(settings: ScoreSettings, cell: string): Artefacts {
  if (settings.rigs) return sampleArtefacts(createRandom(hash(cell)).fork(BRANCH));
  // MOhm x pF = us.
  return { ...NO_ARTEFACTS, rsCmMs: (settings.rsMohm * settings.membranePf) / 1000, leakNsPf: TYPICAL_LEAK_NS_PF };
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
