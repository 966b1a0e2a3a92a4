import { Mismatch, number, record, textOf } from '../schema/index.ts';
import { readJsonText } from '../text/strict-json.ts';
import { assertProtocol, type Protocol } from './protocol.ts';
import { protocolSchemaWithin } from './protocol-schema.ts';

/** The protocol a new recording starts with. */
export const DEFAULT_PROTOCOL_ID = 'twinclamp-10s';

/**
 * Reads a protocol from JSON text:
 * {"id", "name", "source", "holdingMv", "segments": [{"kind": "step", "voltageMv", "durationMs"} | {"kind": "ramp", "startMv", "endMv",
 * "durationMs"}]}.
 * @param text the file's text
 * @param origin name of the text in errors, for instance the file name
 * @throws Error that says what was expected, what came and where
 */
export function parseProtocol(text: string, origin = 'protocol'): Protocol {
  const json = readJsonText(text, { origin, advice: 'Expected one protocol object; correct the file.' });
  return assertProtocol(readProtocolFields(json, origin));
}

const filled = textOf(1, null);
const fileSchema = protocolSchemaWithin({
  id: filled,
  name: filled,
  source: filled,
  voltageMv: number,
  durationMs: number,
  segments: null,
});

const segmentsAlone = record({ segments: fileSchema.fields.segments }, 'left out');

/** Says where a file is wrong as people count: segments from 1. */
function readProtocolFields(json: unknown, origin: string): Protocol {
  try {
    // A file without segments is no protocol, whatever else it lacks.
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) segmentsAlone.check(json);
    return fileSchema.check(json);
  } catch (cause) {
    if (!(cause instanceof Mismatch)) throw cause;
    const { path, expected, got } = cause;
    const [field, index, ofSegment] = path;
    if (field === undefined) throw new Error(`${origin}: expected one protocol object, got ${got}.`, { cause });
    if (typeof index !== 'number')
      throw new Error(`${origin}: expected "${field}" to be ${expected}, got ${got}. Correct the file.`, { cause });
    const where = `${origin}, segment ${index + 1}`;
    throw new Error(
      ofSegment === undefined
        ? `${where}: expected a step or ramp object, got ${got}.`
        : `${where}: expected "${ofSegment}" to be ${expected}, got ${got}. Correct the file.`,
      { cause },
    );
  }
}
