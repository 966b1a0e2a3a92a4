import {
  CONDUCTANCES,
  DYCLAMP_COMMAND,
  DYCLAMP_STEP,
  dyclampCommand,
  readDyclampDump,
  readDyclampLines,
  readDyclampReport,
  type ClampValues,
} from '../../../shared/dynamic-clamp/index.ts';
import { RigError } from '../rig-error.ts';
import type { AnswerLength, RequestLine } from '../transport/request-line.ts';
import { confirmed } from './confirmed.ts';
import type { ClampHealth, ClampState, DynamicClamp } from './dynamic-clamp.ts';

/** Its reports come at most every 20 ms. */
const SILENT_MS = 150;
const DUMP_LINES = 15;
const NONE = Object.fromEntries(CONDUCTANCES.map(({ id }) => [id, 0]));

const text = (bytes: Uint8Array): string => new TextDecoder('latin1').decode(bytes);

/** Takes the echo of a command and `lines` lines of two numbers after it; reports that come between are skipped. */
function afterEcho(command: string, lines: number): AnswerLength {
  return (bytes) => {
    const came = text(bytes);
    const at = came.indexOf(command);
    if (at < 0) return null;
    const values = readDyclampLines(came.slice(at + command.length)).filter(({ length }) => length === 2);
    return values.length >= lines ? bytes.length : null;
  };
}

const oneReport: AnswerLength = (bytes) =>
  readDyclampLines(text(bytes)).some((line) => readDyclampReport(line) !== null) ? bytes.length : null;

/** dyClamp: each command is echoed before it is done, and a dump shows what it did. @throws RigError no-answer */
export async function openDyclamp(line: RequestLine): Promise<DynamicClamp> {
  /** What came after the echo. */
  const ask = async (index: number, value: number, lines = 0): Promise<string> => {
    const command = dyclampCommand(index, value);
    const answer = text(await line.ask(new TextEncoder().encode(command), afterEcho(command, lines)));
    return answer.slice(answer.indexOf(command) + command.length);
  };
  const dump = async (): Promise<ClampValues> => {
    const read = readDyclampDump(readDyclampLines(await ask(0, DYCLAMP_COMMAND.dump, DUMP_LINES)));
    if (read === null)
      throw new RigError('bad-device', 'Expected 7 values of calibration and 8 conductances of the dyClamp, got others. Ask again.');
    return Object.fromEntries(CONDUCTANCES.map(({ id }, i) => [id, read.conductances[i] ?? Number.NaN]));
  };
  const state = async (): Promise<ClampState> => ({ values: await dump(), health: await health(line, ask) });
  const change = async (wanted: ClampValues): Promise<ClampState> => {
    const asked = Object.fromEntries(Object.entries(wanted).map(([id, value]) => [id, Math.round(value / DYCLAMP_STEP) * DYCLAMP_STEP]));
    for (const [i, { id }] of CONDUCTANCES.entries()) if (asked[id] !== undefined) await ask(i + 1, asked[id]);
    const now = await state();
    for (const { id, label, unit } of CONDUCTANCES) {
      const value = asked[id];
      if (value !== undefined && Math.abs((now.values[id] ?? Number.NaN) - value) > DYCLAMP_STEP / 2)
        throw new RigError('bad-device', `Expected ${label} ${value} ${unit}, the dyClamp reports ${now.values[id]}. Set it again.`);
    }
    return now;
  };
  const stop = (): Promise<ClampState> => change(NONE);
  await ask(0, DYCLAMP_COMMAND.echo);
  return {
    name: 'dyClamp',
    settings: CONDUCTANCES,
    canBeRead: true,
    read: state,
    set: (wanted) => confirmed(() => change(wanted), stop),
    inject: null,
    stop,
    close: () => line.close(),
  };
}

/** A report of its own; where it sends none it is switched to reports for one. Reports are off after it, as before a port is closed. */
async function health(line: RequestLine, ask: (index: number, value: number) => Promise<string>): Promise<ClampHealth> {
  const silent = (error: unknown): null => {
    if (error instanceof RigError && error.code === 'no-answer') return null;
    throw error;
  };
  const unasked = await line.listen(oneReport, SILENT_MS).catch(silent);
  if (unasked === null) await ask(0, DYCLAMP_COMMAND.toggleReports);
  const bytes = unasked ?? (await line.listen(oneReport));
  await ask(0, DYCLAMP_COMMAND.toggleReports);
  const report = readDyclampLines(text(bytes))
    .map(readDyclampReport)
    .find((found) => found !== null);
  return report ?? { membraneMv: null, currentPa: null, cycleUs: null };
}
