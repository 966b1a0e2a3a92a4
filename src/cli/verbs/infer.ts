import { twinFileText } from '../../core/formats/export/twin-json-exporter.ts';
import { CELL_KINDS, takenFor } from '../../core/trace/cell-kind.ts';
import type { RecordingConditions } from '../../core/trace/recording.ts';
import { BACKEND_NAMES, LIVING_MODES } from '../../inference/index.ts';
import { findProtocol, storedRecording, writeFileWhole } from '../../main/store/index.ts';
import type { Arguments } from '../arguments.ts';
import { ensureFolderOf } from '../files.ts';
import { withInference } from '../inference-client.ts';
import { makeTwin, METHODS, type TwinOptions } from '../make-twin.ts';
import { storeTwin, withSessionFile } from '../open-session.ts';
import { ownPotentialFrom, pacedPotentialFrom } from '../own-potential.ts';
import { PROTOCOLS_DIR } from '../paths.ts';
import { pickRecordings, recordingFromFile, withCell, type RecordingInput } from '../recording-input.ts';
import { twinLines, twinSummary } from '../twin-answer.ts';
import { UsageError } from '../usage-error.ts';
import type { Context, Verb } from '../verb.ts';

export const infer: Verb = {
  words: ['infer'],
  summary: 'Make the digital twin of a recording, or of several clamp recordings of one cell together.',
  operands: [{ value: 'FILE', help: 'Clamp recordings of one cell, the first as with --recording.', many: true, optional: true }],
  options: {
    recording: { value: 'FILE', help: 'CSV with Time (s), Voltage (V), Current (pA/pF); or the .f32 of "simulate vc".' },
    session: { value: 'FILE', help: 'A session file instead; the twin is stored in it as well.' },
    'read-only': { help: "The session is not written to, for instance a colleague's: the twin goes into --out alone." },
    'recording-id': {
      value: 'N[,N...]|all',
      help:
        'Recording of the session; several are fitted together, each with its own electrode. Default: the newest complete voltage ' +
        'clamp.',
    },
    protocol: {
      value: 'ID|FILE[,...]',
      help: 'Protocol that was played, one for all recordings or one for each, with commas; a session knows its own.',
    },
    out: { value: 'FILE.json', help: 'Where the twin is written.', required: true },
    method: {
      value: METHODS.join('|'),
      help: 'network: at once; refined: network, then the equations of the cell (default); fit: without a network.',
    },
    mode: {
      value: LIVING_MODES.join('|'),
      help: 'For a living cell: fit its clamp with the prior of other cells, or clamp and own potential together. Default: by --method.',
    },
    potential: { value: 'FILE', help: "The cell's own potential, CSV with Time (s), Voltage (V); a session knows its own." },
    'paced-potential': {
      value: 'FILE[,FILE]',
      help: 'Paced potentials of the cell, fitted with its own by the mode clamp+potential; a session knows its paced ones.',
    },
    seed: { value: 'N', help: 'Seed of the further starts of the fit. Default 1.' },
    simulations: {
      value: 'N',
      help: 'A quick look: the search ends after N simulated recordings, without an ensemble. Default: when it has converged.',
    },
    'cell-name': { value: 'TEXT', help: 'Name of the cell. Default: the file or session.' },
    'sample-rate-hz': { value: 'N', help: 'Rate of a .f32 recording. Default 10000.' },
    'ideal-clamp': { help: 'The clamp is known to be ideal. Without it and without a stated series resistance both are tried.' },
    'rs-mohm': { value: 'N', help: 'Series resistance by membrane test, MOhm.' },
    'cm-pf': { value: 'N', help: 'Membrane capacitance by membrane test, pF.' },
    'compensation-percent': { value: 'N', help: 'Series resistance compensation, %.' },
    'filter-hz': { value: 'N', help: "Cutoff of the amplifier's low-pass filter, Hz." },
    'temperature-c': { value: 'N', help: 'Bath temperature, degC.' },
    cell: {
      value: CELL_KINDS.join('|'),
      help:
        'What the cell is, which decides on the prior. Default: as the session or the file says; a file that says nothing is of a living ' +
        'cell, a .f32 of a simulated one.',
    },
    backend: { value: BACKEND_NAMES.join('|'), help: 'Backend to try first.' },
    models: { value: 'DIR', help: 'Folder with trained networks, one folder each. Default: those of the program.' },
  },
  async run(args, context) {
    const words = args.words();
    if (words.length === 0) args.oneOf('recording', 'session');
    else if (args.text('recording') !== undefined || args.text('session') !== undefined)
      throw new UsageError('Recordings are named once: as words, by --recording, or by --session.');
    args.exclusive('ideal-clamp', 'rs-mohm');
    const out = args.need('out');
    const sessionFile = args.text('session');
    if (sessionFile === undefined) {
      if (args.flag('read-only')) throw new UsageError('--read-only belongs to --session; a recording file is never written to.');
      const others = { ...potentialsFrom(args), leftOut: [] };
      const [first, ...further] = fromFiles(args, words.length > 0 ? words : [args.need('recording')]);
      return make(args, context, first, out, null, { ...others, others: further });
    }
    for (const name of ['potential', 'paced-potential'])
      if (args.text(name) !== undefined)
        throw new UsageError(`--${name} belongs to --recording; a session knows the potentials of its cell.`);
    for (const name of [
      'sample-rate-hz',
      'ideal-clamp',
      'rs-mohm',
      'cm-pf',
      'compensation-percent',
      'filter-hz',
      'temperature-c',
    ] as const) {
      if (args.flag(name) || args.text(name) !== undefined)
        throw new UsageError(`--${name} belongs to --recording; a session knows its own conditions.`);
    }
    return withSessionFile(sessionFile, (session) => {
      const [recordingId, ...further] = pickRecordings(session, args.text('recording-id'));
      const { potential, paced, leftOut, others = [], ...input } = storedRecording(session, recordingId, further);
      const protocolId = args.text('protocol');
      const played = input.recording.protocol;
      const wanted = protocolId === undefined ? played : findProtocol(PROTOCOLS_DIR, protocolId);
      if (wanted.id !== played.id)
        throw new Error(
          `Recording ${recordingId} was made with protocol "${played.id}", not "${wanted.id}". Leave --protocol out or name the ` +
            `one that was played.`,
        );
      const stored = args.flag('read-only') ? null : { file: sessionFile, recordingId };
      return make(args, context, input, out, stored, { potential, paced, leftOut, others });
    });
  },
};

async function make(
  args: Arguments,
  context: Context,
  input: RecordingInput,
  out: string,
  stored: { file: string; recordingId: number } | null,
  { others = [], ...beside }: Pick<TwinOptions, 'potential' | 'paced' | 'leftOut' | 'others'>,
) {
  const method = args.choice('method', METHODS) ?? 'refined';
  const seed = args.number('seed', { min: 0, whole: true }) ?? 1;
  const simulations = args.number('simulations', { min: 1, whole: true });
  if (simulations !== undefined && method === 'network')
    throw new UsageError(
      '--simulations ends a search, and the method "network" has none. Choose the method "refined" or "fit", or leave it out.',
    );
  const mode = args.choice('mode', LIVING_MODES);
  const cell = args.choice('cell', CELL_KINDS);
  const further = others.map((other) => ({ ...other, recording: takenFor(other.recording, cell) }));
  const wish = { ...(mode === undefined ? {} : { mode }), ...(further.length === 0 ? {} : { others: further }) };
  const options = { method, seed, ...beside, ...wish, ...(simulations === undefined ? {} : { simulations }) };
  const cellName = args.text('cell-name') ?? input.cellName;
  const backend = { prefer: args.choice('backend', BACKEND_NAMES), modelsDir: args.text('models') };
  const { twin } = await withInference(backend, context, (inference) =>
    makeTwin(inference, { ...withCell(input, cell), cellName }, options, context.progress),
  );
  ensureFolderOf(out);
  writeFileWhole(out, [twinFileText(twin)]);
  const twinId = stored === null ? null : storeTwin(stored.file, stored.recordingId, twin);
  return { json: { out, twinId, ...twinSummary(twin) }, lines: [...twinLines(twin), '', `Written to ${out}.`] };
}

/** The cell's own potential and paced ones. */
function potentialsFrom(args: Arguments): Pick<TwinOptions, 'potential' | 'paced'> {
  const own = args.text('potential');
  const potential = own === undefined ? null : ownPotentialFrom(own);
  const files = args.text('paced-potential')?.split(',') ?? [];
  return { potential, paced: files.map((file) => pacedPotentialFrom(file.trim(), potential)) };
}

/** @param files the first is the one that the twin is drawn over */
function fromFiles(args: Arguments, files: readonly string[]): [RecordingInput, ...RecordingInput[]] {
  const protocolIds = args.text('protocol')?.split(',');
  if (protocolIds === undefined) throw new UsageError('Missing: --protocol ID|FILE, the protocol that was played.');
  if (args.text('recording-id') !== undefined) throw new UsageError('--recording-id belongs to --session.');
  if (protocolIds.length !== 1 && protocolIds.length !== files.length)
    throw new UsageError(`--protocol: expected one for all or one for each of ${files.length} recordings, got ${protocolIds.length}.`);
  const [first, ...others] = files.map((file, k) =>
    recordingFromFile(
      file,
      findProtocol(PROTOCOLS_DIR, (protocolIds[k] ?? protocolIds[0] ?? '').trim()),
      args.number('sample-rate-hz', { above: 0 }),
      conditionsOf(args),
    ),
  );
  if (first === undefined) throw new UsageError('Missing: FILE, a recording.');
  return [first, ...others];
}

/** Only the stated conditions: an absent one is unknown, never zero. */
function conditionsOf(args: Arguments): RecordingConditions {
  const stated = {
    seriesResistanceMohm: args.flag('ideal-clamp') ? 0 : args.number('rs-mohm', { min: 0 }),
    membraneCapacitancePf: args.number('cm-pf', { above: 0 }),
    compensationPercent: args.number('compensation-percent', { min: 0, max: 100 }),
    filterHz: args.number('filter-hz', { above: 0 }),
    temperatureC: args.number('temperature-c', { min: 0, max: 50 }),
  };
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined));
}
