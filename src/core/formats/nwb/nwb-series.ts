import { conditionProblem } from '../csv/template-conditions.ts';
import { evenClock } from '../even-clock.ts';
import { FormatError } from '../format-error.ts';
import type { Hdf5Dataset, Hdf5File, Hdf5Group } from '../hdf5/hdf5-file.ts';
import type { ImportedConditions } from '../imported.ts';
import { saysSimulated } from '../own-notes.ts';
import { roundRate } from '../round-rate.ts';
import { shownText } from '../shown-text.ts';
import { siUnit } from '../si-unit.ts';
import { statedValue } from '../stated-value.ts';

/** A recorded or played series of intracellular electrophysiology; values are read on request. */
export interface NwbSeries {
  readonly name: string;
  /** neurodata_type, for instance VoltageClampSeries. */
  readonly type: string;
  readonly unit: string;
  readonly rateHz: number;
  /** Since the session's start, s. */
  readonly startS: number;
  readonly samples: number;
  /** Identity of its electrode; empty where it has none. */
  readonly electrode: string;
  readonly sweepNumber: number | null;
  readonly description: string;
  /** Its text says that the cell was simulated. */
  readonly simulated: boolean;
  readonly conditions: ImportedConditions;
  /** Read once, while the file is open. */
  values(): Float32Array;
}

export function textAttribute(node: Hdf5Group | Hdf5Dataset | null, name: string): string {
  const value = node?.attributes.get(name);
  const single = Array.isArray(value) ? (value as readonly unknown[])[0] : value;
  return typeof single === 'string' ? single : '';
}

function numberAttribute(node: Hdf5Group | Hdf5Dataset, name: string, otherwise: number): number {
  const value = node.attributes.get(name);
  const single = Array.isArray(value) ? (value as readonly unknown[])[0] : value;
  return typeof single === 'number' ? single : otherwise;
}

/** The only value of a small data set; NaN where there is none. */
function scalar(file: Hdf5File, path: string): number {
  const node = file.get(path);
  return node?.kind === 'dataset' && (node.type === 'float' || node.type === 'integer') && count(node) === 1
    ? (node.numbers()[0] ?? NaN)
    : NaN;
}

function count({ shape }: Hdf5Dataset): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** @throws FormatError saying why the series cannot be used */
export function readNwbSeries(file: Hdf5File, path: string, name: string, group: Hdf5Group): NwbSeries {
  const called = shownText(name, 60);
  const data = file.get(`${path}/data`);
  if (data?.kind !== 'dataset' || (data.type !== 'float' && data.type !== 'integer'))
    throw new FormatError(`Series "${called}" has no numbers as its data.`);
  const samples = count(data);
  if (data.shape.length > 2 || (data.shape.length === 2 && data.shape[1] !== 1))
    throw new FormatError(`Series "${called}" has data of ${data.shape.join(' x ')}; one value a sample is read.`);
  const conversion = numberAttribute(data, 'conversion', 1);
  const offset = numberAttribute(data, 'offset', 0);
  if (!(Math.abs(conversion) > 0 && Math.abs(conversion) < 1e30))
    throw new FormatError(`Series "${called}" has a conversion of ${conversion}, which gives no values.`);
  const { rateHz, startS } = clock(file, path, called, samples);
  const sweep = numberAttribute(group, 'sweep_number', NaN);
  const sweepNumber = Number.isNaN(sweep) ? scalar(file, `${path}/sweep_number`) : sweep;
  let held: Float32Array | null = null;
  return {
    name,
    type: textAttribute(group, 'neurodata_type'),
    unit: plainUnit(textAttribute(data, 'unit')),
    rateHz,
    startS,
    samples,
    electrode: textAttribute(file.get(`${path}/electrode`), 'object_id'),
    // 4294967295 stands for "none" in files of old converters.
    sweepNumber: Number.isInteger(sweepNumber) && sweepNumber < 2 ** 32 - 1 ? sweepNumber : null,
    description: textAttribute(group, 'stimulus_description'),
    simulated: saysSimulated(textAttribute(group, 'description')),
    conditions: conditionsOf(file, path, textAttribute(group, 'neurodata_type')),
    values() {
      if (held !== null) return held;
      const raw = data.numbers();
      held = new Float32Array(raw.length);
      for (let i = 0; i < raw.length; i++) held[i] = raw[i]! * conversion + offset;
      return held;
    },
  };
}

function clock(file: Hdf5File, path: string, called: string, samples: number): { rateHz: number; startS: number } {
  const start = file.get(`${path}/starting_time`);
  if (start?.kind === 'dataset') {
    const rateHz = roundRate(numberAttribute(start, 'rate', NaN));
    if (!(rateHz > 0 && rateHz < 1e9))
      throw new FormatError(`Series "${called}" has a sampling rate of ${rateHz} Hz, expected more than 0.`);
    const startS = start.numbers()[0] ?? 0;
    return { rateHz, startS: Number.isFinite(startS) ? startS : 0 };
  }
  const stamps = file.get(`${path}/timestamps`);
  if (stamps?.kind !== 'dataset' || stamps.type !== 'float')
    throw new FormatError(`Series "${called}" has neither a starting time with a rate nor time stamps.`);
  if (count(stamps) !== samples) throw new FormatError(`Series "${called}" has ${samples} values and ${count(stamps)} time stamps.`);
  return evenClock(Float64Array.from(stamps.numbers()), 1, (i) => `Series "${called}", sample ${i + 1}`);
}

/** The standard's words as the field writes them. */
function plainUnit(unit: string): string {
  const si = siUnit(unit);
  if (si?.quantity === 'voltage' && si.factor === 1) return 'V';
  return si?.quantity === 'current' && si.factor === 1 ? 'A' : unit;
}

function conditionsOf(file: Hdf5File, path: string, type: string): ImportedConditions {
  const capacitance = scalar(file, `${path}/whole_cell_capacitance_comp`) * 1e12;
  const resistance = scalar(file, `${path}/whole_cell_series_resistance_comp`) * 1e-6;
  const correction = scalar(file, `${path}/resistance_comp_correction`);
  const prediction = scalar(file, `${path}/resistance_comp_prediction`);
  const filterHz = frequencyIn(file, `${path}/electrode/filtering`);
  return {
    ...(capacitance > 0.1 && capacitance < 10_000 ? { membraneCapacitancePf: statedValue(capacitance) } : {}),
    ...(resistance > 0.01 && resistance < 1000 ? { seriesResistanceMohm: statedValue(resistance) } : {}),
    ...(correction >= 0 && correction <= 100 ? { compensationPercent: statedValue(correction) } : {}),
    ...(prediction >= 0 && prediction <= 100 ? { predictionPercent: statedValue(prediction) } : {}),
    ...(filterHz === null ? {} : { filterHz }),
    ...(type === 'VoltageClampSeries' ? { clampMode: 'voltage clamp' as const } : {}),
    ...(type === 'CurrentClampSeries' ? { clampMode: 'current clamp' as const } : {}),
    ...(type === 'IZeroClampSeries' ? { clampMode: 'no current' as const } : {}),
  };
}

/** The frequency in a text such as "low pass, 10 kHz"; null where it names none, or several. */
function frequencyIn(file: Hdf5File, path: string): number | null {
  const node = file.get(path);
  const text = node?.kind === 'dataset' && node.type === 'string' && node.shape.length === 0 ? (node.texts()[0] ?? '') : '';
  const found = [...text.slice(0, 1000).matchAll(/(\d+(?:\.\d+)?)\s*(k?)Hz\b/gi)];
  const [only] = found;
  if (only === undefined || found.length > 1) return null;
  const hertz = Number(only[1]) * (only[2] === '' ? 1 : 1000);
  return conditionProblem('filterHz', hertz) === null ? hertz : null;
}
