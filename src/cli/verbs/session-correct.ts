import { currentWaves } from '../../core/observation/current-waves.ts';
import { usableSamples } from '../../core/observation/usable-samples.ts';
import { CELL_KINDS } from '../../core/trace/cell-kind.ts';
import { assertCorrection, CORRECTABLE, correctionWords, type Correctable, type CorrectedFields } from '../../core/trace/correction.ts';
import type { VoltageClampRecording } from '../../core/trace/recording.ts';
import { migrateSession, SessionFile } from '../../main/store/index.ts';
import type { Arguments, OptionTable } from '../arguments.ts';
import { existingSession } from '../open-session.ts';
import { pickRecording } from '../recording-input.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

/** In place of stretches: leaves out what is found. */
const WAVES = 'waves';

const OPTIONS: readonly (readonly [option: string, field: Correctable])[] = [
  ['temperature-c', 'temperatureC'],
  ['junction-mv', 'junctionPotentialMv'],
  ['rs-mohm', 'seriesResistanceMohm'],
  ['compensation-percent', 'compensationPercent'],
  ['prediction-percent', 'predictionPercent'],
  ['filter-hz', 'filterHz'],
  ['potassium-mm', 'bathPotassiumMm'],
  ['calcium-mm', 'bathCalciumMm'],
  ['sodium-mm', 'bathSodiumMm'],
];

export const sessionCorrect: Verb = {
  words: ['session', 'correct'],
  summary: 'State or correct conditions of a recording, what its cell is, or stretches to leave out; what it was before is kept.',
  operands: [{ value: 'FILE', help: 'The session.' }],
  options: {
    'recording-id': { value: 'N', help: 'Default: the newest complete voltage clamp.' },
    ...Object.fromEntries(
      OPTIONS.map(([option, field]): [string, OptionTable[string]] => {
        const { label, unit } = CORRECTABLE[field];
        return [option, { value: 'N|unknown', help: `Its ${label}, ${unit}.` }];
      }),
    ),
    cell: { value: `${CELL_KINDS.join('|')}|as-marked`, help: 'What the cell is, which decides on the prior.' },
    paced: { value: 'yes|no', help: "Whether the cell was paced in a free recording: its rhythm then is not taken for the cell's own." },
    'exclude-ms': {
      value: 'FROM:TO,...|none|waves',
      help:
        'Stretches that a twin does not see, ms since the start; they replace those of before. waves: those of before and the slow ' +
        'currents that the command does not explain.',
    },
  },
  async run(args) {
    const file = existingSession(args.operand(0));
    const stated = assertCorrection(changesOf(args));
    const { backup } = migrateSession(file);
    const session = SessionFile.open(file);
    try {
      const recordingId = pickRecording(session, args.number('recording-id', { min: 1, whole: true }));
      const changes =
        args.text('exclude-ms') === WAVES ? { ...stated, excludedMs: withWaves(session.toVoltageClampRecording(recordingId)) } : stated;
      if (changes.paced !== undefined && session.recordingMeta(recordingId).kind !== 'spontaneous')
        throw new UsageError(
          `--paced belongs to a free recording; recording ${recordingId} is a voltage clamp. Name it by --recording-id.`,
        );
      session.correct(recordingId, { madeAt: new Date().toISOString(), changes });
      const found = session.listRecordings().find((recording) => recording.recordingId === recordingId);
      const { conditions = {}, cell = null, excludedMs = [], corrections = [] } = found ?? {};
      return {
        json: { session: file, recordingId, conditions, cell, excludedMs, corrections, backup },
        lines: [
          `Recording ${recordingId}: ${correctionWords(changes)}.`,
          ...(backup === null ? [] : [`The file as it was before, of an older layout, is kept as ${backup}.`]),
          `History: ${corrections.length} correction${corrections.length === 1 ? '' : 's'}. Infer its twin again with "infer --session".`,
        ],
      };
    } finally {
      session.close();
    }
  },
};

/** Stretches that are left out already and the waves that are found beside them. @throws Error where none is found */
function withWaves(recording: VoltageClampRecording): NonNullable<CorrectedFields['excludedMs']> {
  const { currentPaPf } = usableSamples(recording);
  const waves = currentWaves(currentPaPf, recording.protocol, recording.sampleRateHz);
  if (waves.length === 0) throw new Error('No slow current was found that the command does not explain: nothing was left out.');
  return [...(recording.excludedMs ?? []), ...waves.map(({ fromMs, toMs }) => [Math.round(fromMs), Math.round(toMs)] as const)];
}

function changesOf(args: Arguments): CorrectedFields {
  const conditions: Record<string, number | null> = {};
  for (const [option, field] of OPTIONS) {
    const text = args.text(option);
    if (text === undefined) continue;
    const { low, high } = CORRECTABLE[field];
    conditions[field] = text === 'unknown' ? null : (args.number(option, { min: low, max: high }) ?? null);
  }
  const cell = args.choice('cell', [...CELL_KINDS, 'as-marked']);
  const paced = args.choice('paced', ['yes', 'no']);
  const exclude = args.text('exclude-ms');
  const changes: CorrectedFields = {
    ...conditions,
    ...(cell === undefined ? {} : { cell: cell === 'as-marked' ? null : cell }),
    ...(paced === undefined ? {} : { paced: paced === 'yes' }),
    ...(exclude === undefined ? {} : { excludedMs: stretches(exclude) }),
  };
  if (Object.keys(changes).length === 0) throw new UsageError('Nothing to correct: give at least one option. See --help.');
  return changes;
}

function stretches(text: string): [number, number][] {
  if (text === 'none' || text === WAVES) return [];
  return text.split(',').map((part) => {
    const [from, to, more] = part.split(':').map((word) => (word.trim() === '' ? Number.NaN : Number(word)));
    if (from === undefined || to === undefined || more !== undefined || !Number.isFinite(from) || !Number.isFinite(to))
      throw new UsageError(`--exclude-ms: expected FROM:TO in ms, several with commas, or none; got "${part}".`);
    return [from, to];
  });
}
