import { assertProtocol, type Protocol, type Segment } from './protocol.ts';

/** Holding potential taken when a published file names none: that of every published iPSC-CM protocol, mV. */
const USUAL_HOLDING_MV = -80;

export interface PublishedProtocol {
  readonly protocol: Protocol;
  /** Notes on assumptions where the file states nothing. */
  readonly notes: readonly string[];
}

/** Whether JSON looks like the published form rather than our own. */
export function isPublishedForm(json: unknown): json is Record<string, unknown> {
  if (!isObject(json) || 'holdingMv' in json) return false;
  const first: unknown = Array.isArray(json['segments']) ? json['segments'][0] : undefined;
  return 'holding_mV' in json || Array.isArray(json['rows']) || (isObject(first) && 'duration_ms' in first);
}

/**
 * Reads the form published protocols are shared in: `name`, `source`, `holding_mV`, `total_ms` (or `total_ms_without_lead_in`) and either
 * `segments`, each {type: "step", v_mV, duration_ms} or {type: "ramp", v_start_mV, v_end_mV, duration_ms}, or `rows` of
 * [potential mV, duration ms, 1 for a ramp to that potential].
 * @param id of the protocol made of it
 * @param origin name of the file in errors
 * @throws Error that says what was expected, what came and where; also when the segments do not last what the file states
 */
export function parsePublished(json: Readonly<Record<string, unknown>>, id: string, origin: string): PublishedProtocol {
  const notes: string[] = [];
  const text = (name: string): string | null => (typeof json[name] === 'string' && json[name].trim() !== '' ? json[name] : null);
  const stated = json['holding_mV'];
  const holdingMv = stated === undefined ? USUAL_HOLDING_MV : number(json, 'holding_mV', origin);
  if (stated === undefined) notes.push(`The file states no holding potential; ${USUAL_HOLDING_MV} mV is taken.`);
  const { segments: named, rows } = json;
  let segments: Segment[];
  if (Array.isArray(rows)) {
    segments = rows.map((row, i) => rowSegment(row, i === 0 ? holdingMv : (rows[i - 1] as number[])[0], `${origin}, row ${i + 1}`));
    if (segments.some(({ kind }) => kind === 'ramp'))
      notes.push('The third column is read as "ramp to this potential", which the file may not state.');
  } else if (Array.isArray(named)) {
    segments = named.map((segment, i) => namedSegment(segment, `${origin}, segment ${i + 1}`));
  } else {
    throw new Error(`${origin}: expected "segments" or "rows" to be a list, got ${describe(named ?? rows)}.`);
  }
  checkTotal(json, segments, origin);
  const source = [json['source']]
    .flat()
    .filter((part) => typeof part === 'string')
    .join('; ');
  const protocol = assertProtocol({ id, name: text('name') ?? id, source: source === '' ? `File ${origin}` : source, holdingMv, segments });
  return { protocol, notes };
}

function namedSegment(json: unknown, where: string): Segment {
  if (!isObject(json)) throw new Error(`${where}: expected a step or ramp object, got ${describe(json)}.`);
  const durationMs = number(json, 'duration_ms', where);
  if (json['type'] === 'step') return { kind: 'step', voltageMv: number(json, 'v_mV', where), durationMs };
  if (json['type'] === 'ramp')
    return { kind: 'ramp', startMv: number(json, 'v_start_mV', where), endMv: number(json, 'v_end_mV', where), durationMs };
  throw new Error(`${where}: expected "type" to be "step" or "ramp", got ${describe(json['type'])}.`);
}

function rowSegment(row: unknown, beforeMv: unknown, where: string): Segment {
  if (!Array.isArray(row) || !row.every((value) => typeof value === 'number' && Number.isFinite(value)) || row.length < 2) {
    throw new Error(`${where}: expected [mV, ms] or [mV, ms, ramp] as numbers, got ${describe(row)}.`);
  }
  const [endMv, durationMs, ramp = 0] = row as [number, number, number?];
  return ramp !== 0 && typeof beforeMv === 'number'
    ? { kind: 'ramp', startMv: beforeMv, endMv, durationMs }
    : { kind: 'step', voltageMv: endMv, durationMs };
}

/** A file that contradicts itself was cut or changed by hand. */
function checkTotal(json: Readonly<Record<string, unknown>>, segments: readonly Segment[], origin: string): void {
  const statedMs = json['total_ms'] ?? json['total_ms_without_lead_in'];
  if (typeof statedMs !== 'number') return;
  const totalMs = segments.reduce((sum, { durationMs }) => sum + durationMs, 0);
  if (Math.abs(totalMs - statedMs) > 1e-3) {
    throw new Error(
      `${origin}: expected the segments to last the stated ${statedMs} ms, they last ${totalMs} ms. The file is cut or was ` +
        `changed; get it anew.`,
    );
  }
}

function number(json: Readonly<Record<string, unknown>>, name: string, where: string): number {
  const value = json[name];
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new Error(`${where}: expected "${name}" to be a number, got ${describe(value)}.`);
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60);
}
