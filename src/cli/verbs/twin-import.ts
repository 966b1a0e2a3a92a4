import { alarmNote } from '../../core/formats/export/provenance.ts';
import { importTwinAlone, recordingOfTwin, SessionFile, SessionFolder } from '../../main/store/index.ts';
import { existingSession } from '../open-session.ts';
import { sessionsDir } from '../paths.ts';
import { readTwin } from '../twin-file.ts';
import type { Verb } from '../verb.ts';

export const twinImport: Verb = {
  words: ['twin', 'import'],
  summary: 'Take a twin file into a session: beside its recording, or without it in a session of its own.',
  operands: [{ value: 'FILE.json', help: 'The twin file.' }],
  options: {
    into: { value: 'SESSION', help: 'Session that holds its recording. Default: a new one without it.' },
    'recording-id': { value: 'N', help: 'Its recording. Default: the one with the checksum that the twin states.' },
    sessions: { value: 'DIR', help: 'Folder of the new session. Default: where sessions are kept.' },
  },
  run(args) {
    const twin = readTwin(args.operand(0));
    const into = args.text('into');
    const asked = args.number('recording-id', { min: 1, whole: true });
    const note = alarmNote(twin);
    const answer = (session: string, recordingId: number, twinId: number) => ({
      json: { session, recordingId, twinId, parameters: twin.parameters.length, alarms: twin.alarms },
      lines: [`Twin ${twinId} of ${twin.cellName} is in ${session}.`, ...(note === null ? [] : [note])],
    });
    if (into === undefined) {
      const folder = new SessionFolder(args.text('sessions') ?? sessionsDir());
      return Promise.resolve(answer(folder.fileOf(importTwinAlone(folder, twin)), 1, 1));
    }
    const session = SessionFile.open(existingSession(into));
    try {
      const recordingId = asked ?? recordingOfTwin(session, twin);
      return Promise.resolve(answer(into, recordingId, session.addTwin(recordingId, twin)));
    } finally {
      session.close();
    }
  },
};
