import { existsSync, readFileSync } from 'node:fs';
import { USUAL_SETTINGS, type RigSettings } from '../../core/quality/rig-settings.ts';
import { rigSettings } from '../../shared/contract/cell-schema.ts';
import { guarded, StorageError, writeFileWhole } from '../store/index.ts';

/** The operator's settings of the rig, kept over restarts. */
export class RigSettingsKeeper {
  readonly #file: string;
  #settings: RigSettings | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  /** The usual ones where none are kept. @throws StorageError 'damaged' for a file that holds none */
  read(): RigSettings {
    if (this.#settings !== null) return this.#settings;
    if (!existsSync(this.#file)) return USUAL_SETTINGS;
    try {
      const text = guarded('Reading the settings of the rig', this.#file, () => readFileSync(this.#file, 'utf8'));
      this.#settings = rigSettings.parse(withLaterFields(JSON.parse(text)));
      return this.#settings;
    } catch (error) {
      if (error instanceof StorageError) throw error;
      // The next call answers the usual ones: a rig must be usable.
      this.#settings = USUAL_SETTINGS;
      throw new StorageError(
        'damaged',
        `The settings of the rig could not be read (${this.#file}); the usual ones are in use. Check limits and holding potential, ` +
          `then save them.`,
      );
    }
  }

  keep(settings: RigSettings): void {
    writeFileWhole(this.#file, [JSON.stringify(settings)]);
    this.#settings = settings;
  }
}

/** A file of before has not every field: what was predicted was what was corrected. */
function withLaterFields(kept: unknown): unknown {
  if (typeof kept !== 'object' || kept === null) return kept;
  const { recording, zap, leak } = USUAL_SETTINGS;
  return { recording, zap, leak, ...('compensationPercent' in kept ? { predictionPercent: kept.compensationPercent } : {}), ...kept };
}
