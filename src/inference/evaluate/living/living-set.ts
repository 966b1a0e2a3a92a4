import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Protocol } from '../../../core/protocol/protocol.ts';
import { potentialCrc } from '../../../core/trace/recording-crc.ts';
import type { FreeRecording, VoltageClampRecording } from '../../../core/trace/recording.ts';
import { csvColumns } from './csv-columns.ts';

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
 * Cells of a folder of the form of ipsc-optimised: one folder a cell with vc_pre.csv (Time (s), Voltage (V), Current (pA/pF)) and ap_pre.csv
 * (Time (s), Voltage (V)), the same as post and wash where there are any, cell.json with the drug; classes.json beside them.
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
      potential: (when) => potentialOf(join(at, `ap_${when}.csv`)),
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

function potentialOf(file: string): FreeRecording | null {
  if (!existsSync(file)) return null;
  const [time, volts] = csvColumns(file);
  if (!time || !volts) throw new Error(`${file}: expected the columns Time (s), Voltage (V).`);
  const voltageMv = Float32Array.from(volts, (v) => 1000 * v);
  return { name: basename(file), crc32: potentialCrc(voltageMv), sampleRateHz: rateOf(time, file), voltageMv };
}

function rateOf(time: Float64Array, file: string): number {
  const span = (time.at(-1) ?? NaN) - (time[0] ?? NaN);
  const rate = Math.round((10 * (time.length - 1)) / span) / 10;
  if (!(rate > 0)) throw new Error(`${file}: expected times that go up, got ${time.length} samples over ${span} s.`);
  return rate;
}

function json(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
