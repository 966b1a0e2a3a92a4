import { readFileSync } from 'node:fs';
import type { DrugEntry } from '../../core/drug/drug-schema.ts';
import { measuredSource } from '../../core/drug/measured-entry.ts';
import { MOST_NM } from '../../core/drug/most-nm.ts';
import { PopulationKernel } from '../../core/simulate/kernel.ts';
import { twinModel } from '../../core/twin/twin-values.ts';
import type { Twin } from '../../core/twin/twin.ts';
import { changeOfTwin, kernelPath } from '../../inference/index.ts';
import { findProtocol } from '../../main/store/index.ts';
import type { Arguments, OptionTable } from '../arguments.ts';
import { withSessionFile } from '../open-session.ts';
import { PROTOCOLS_DIR, RESOURCES_DIR } from '../paths.ts';
import { pickRecording, recordingFromFile, recordingFromSession, type RecordingInput } from '../recording-input.ts';
import { UsageError } from '../usage-error.ts';

/** Options of the verbs that take a drug: its block by the cell's own clamps. */
export const MEASURED_OPTIONS: OptionTable = {
  measured: {
    value: 'BEFORE,AFTER',
    help: "The block that the twin's own cell shows: its clamp recordings before and with the drug, files or numbers of --session.",
  },
  'measured-nm': { value: 'N', help: 'Free concentration in the recording with drug, nM.' },
  session: { value: 'FILE', help: 'Session of the two recordings.' },
  protocol: { value: 'ID|FILE', help: 'Protocol of the two recordings; a session knows its own.' },
  'sample-rate-hz': { value: 'N', help: 'Rate of .f32 recordings. Default 10000.' },
};

/** The drug of --drug by --measured; null without the option. @throws UsageError where an option that it needs is missing */
export async function measuredOf(args: Arguments, twin: Twin, table: readonly DrugEntry[]): Promise<DrugEntry | null> {
  const given = args.text('measured');
  if (given === undefined) {
    for (const name of ['measured-nm', 'session', 'protocol', 'sample-rate-hz'])
      if (args.text(name) !== undefined) throw new UsageError(`--${name} belongs to --measured.`);
    return null;
  }
  const atNm = args.number('measured-nm', { above: 0, max: MOST_NM });
  if (atNm === undefined) throw new UsageError('Missing: --measured-nm N, the free concentration in the recording with drug, nM.');
  const [before, after] = await recordingsOf(args, given);
  const kernel = await PopulationKernel.load(readFileSync(kernelPath(RESOURCES_DIR, twinModel(twin))));
  return measuredSource(
    table,
    { drug: args.need('drug'), atNm, recordings: [before.recordingName, after.recordingName] },
    await changeOfTwin(kernel, twin, before.recording, after.recording),
  );
}

function recordingsOf(args: Arguments, given: string): Promise<[RecordingInput, RecordingInput]> | [RecordingInput, RecordingInput] {
  const [before = '', after = '', ...more] = given.split(',').map((part) => part.trim());
  if (before === '' || after === '' || more.length > 0)
    throw new UsageError(`--measured: expected two recordings with a comma between them, got "${given}".`);
  const session = args.text('session');
  if (session !== undefined) {
    for (const name of ['protocol', 'sample-rate-hz'])
      if (args.text(name) !== undefined) throw new UsageError(`--${name} belongs to files; a session knows its own.`);
    return withSessionFile(session, (opened) => {
      const of = (word: string): RecordingInput => {
        const id = Number(word);
        if (!Number.isSafeInteger(id) || id < 1)
          throw new UsageError(`--measured: expected numbers of recordings of the session, got "${word}".`);
        return recordingFromSession(opened, pickRecording(opened, id));
      };
      return [of(before), of(after)];
    });
  }
  const protocolId = args.text('protocol');
  if (protocolId === undefined) throw new UsageError('Missing: --protocol ID|FILE, the protocol of the two recordings.');
  const protocol = findProtocol(PROTOCOLS_DIR, protocolId);
  const rate = args.number('sample-rate-hz', { above: 0 });
  return [recordingFromFile(before, protocol, rate, {}), recordingFromFile(after, protocol, rate, {})];
}
