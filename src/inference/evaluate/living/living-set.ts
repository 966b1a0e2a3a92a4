import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJsonText } from '../../../core/text/strict-json.ts';
import type { Protocol } from '../../../core/protocol/protocol.ts';
import type { FreeRecording, VoltageClampRecording } from '../../../core/trace/recording.ts';
import { csvColumns, rateOf } from './csv-columns.ts';
import { readPotential } from './read-potential.ts';

/** When a recording of a cell was made: before the drug, with it, after its wash-out. */
export type When = 'pre' | 'post' | 'wash';

/** A living cell of a set. */
export interface LivingCell {
  readonly name: string;
  readonly drug: string | null;
  /** 'beats', 'rests', or what the set says of a cell that is not judged; null where it says nothing. */
  readonly class: string | null;
  clamp(when: When): VoltageClampRecording | null;
  potential(when: When): FreeRecording | null;
}

/**
 * Cells of a folder of the form of ipsc-optimised: one folder a cell with vc_pre.csv (Time (s), Voltage (V), Current (pA/pF)) and
 * ap_pre.csv (Time (s), Voltage (V)), the same as post and wash where there are any, cell.json with the drug; classes.json beside them.
 * @throws Error for a folder without cells
 */
export function openLivingSet(folder: string, protocol: Protocol): readonly LivingCell[] {
  const names = existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'vc_pre.csv')))
        .map(({ name }) => name)
        .sort()
    : [];
  if (names.length === 0)
    throw new Error(
      `No cells in "${folder}": expected a folder a cell with vc_pre.csv and ap_pre.csv, as in ipsc-optimised. Check the path of the set.`,
    );
  const classesFile = join(folder, 'classes.json');
  const classes = existsSync(classesFile) ? (json(classesFile) as { cells?: Record<string, string> }).cells : undefined;
  return names.map((name) => {
    const at = join(folder, name);
    const cellFile = join(at, 'cell.json');
    const drug = existsSync(cellFile) ? (json(cellFile) as { drug?: string }).drug : undefined;
    return {
      name,
      drug: drug ?? null,
      class: classes?.[name] ?? null,
      clamp: (when) => clampOf(join(at, `vc_${when}.csv`), protocol),
      potential: (when) => (existsSync(join(at, `ap_${when}.csv`)) ? readPotential(join(at, `ap_${when}.csv`)) : null),
    };
  });
}

function clampOf(file: string, protocol: Protocol): VoltageClampRecording | null {
  if (!existsSync(file)) return null;
  const [time, volts, current] = csvColumns(file);
  if (!time || !volts || !current) throw new Error(`${file}: expected the columns Time (s), Voltage (V), Current (pA/pF).`);
  return {
    sampleRateHz: rateOf(time, file),
    commandMv: Float32Array.from(volts, (v) => 1000 * v),
    currentPaPf: Float32Array.from(current),
    protocol,
    conditions: {},
    simulated: false,
  };
}

function json(file: string): unknown {
  return readJsonText(readFileSync(file, 'utf8'), { origin: file, advice: 'Correct the file.' });
}
