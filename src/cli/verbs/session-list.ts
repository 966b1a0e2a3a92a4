import { cultureWords } from '../../core/trace/culture.ts';
import { localDateTime } from '../../shared/local-time.ts';
import { SessionFolder } from '../../main/store/index.ts';
import { withSessionFile } from '../open-session.ts';
import { sessionsDir } from '../paths.ts';
import { shown, table } from '../table.ts';
import type { Verb } from '../verb.ts';

export const sessionList: Verb = {
  words: ['session', 'list'],
  summary: 'List the sessions of a folder, or what one session holds.',
  options: {
    sessions: { value: 'DIR', help: 'Folder of sessions. Default: where sessions are kept.' },
    session: { value: 'FILE', help: 'One session: its recordings and twins.' },
  },
  async run(args) {
    args.exclusive('sessions', 'session');
    const file = args.text('session');
    if (file !== undefined) return withSessionFile(file, oneSession);
    const folder = args.text('sessions') ?? sessionsDir();
    const sessions = new SessionFolder(folder).list();
    const rows = sessions.map((s) => [
      localDateTime(s.createdAt),
      s.cellName,
      String(s.recordings),
      String(s.twins),
      s.simulated ? 'simulated' : 'real',
      s.problem ?? (s.damage === null ? s.file : `${s.file}: ${s.damage}`),
    ]);
    return {
      json: { folder, sessions },
      lines: rows.length === 0 ? [`No session in ${folder}.`] : table(['Created', 'Cell', 'Recordings', 'Twins', 'Rig', 'File'], rows),
    };
  },
};

function oneSession(session: Parameters<Parameters<typeof withSessionFile>[1]>[0]) {
  const detail = session.detail();
  const culture = cultureWords(detail.culture);
  // The drawn beat is a picture, not an answer.
  const recordingList = detail.recordingList.map(({ beat, ...rest }) => ({
    ...rest,
    beat: beat === null ? null : { outcome: beat.outcome, ...beat.features },
  }));
  return {
    json: { ...detail, recordingList },
    lines: [
      `${detail.cellName}${detail.simulated ? ' (SIMULATED)' : ''}, ${localDateTime(detail.createdAt)}`,
      ...(culture === '' ? [] : [`From ${culture}.`]),
      ...table(
        ['Recording', 'Started', 'Kind', 'Protocol', 'Samples', 'Lost', 'Status', 'Device'],
        detail.recordingList.map((r) => [
          String(r.recordingId),
          localDateTime(r.startedAt),
          r.paced ? 'paced' : r.kind,
          r.protocol?.id ?? '',
          String(r.samples),
          String(r.lostSamples),
          r.status,
          r.device,
        ]),
      ),
      ...(detail.damage === null ? [] : [detail.damage]),
      ...detail.recordingList.flatMap((r) => r.damage ?? []),
      ...(detail.twinList.length === 0
        ? ['No twin yet.']
        : [
            '',
            ...table(
              ['Twin', 'Made', 'Recording', 'Method', 'NRMSE %', 'Outcome', 'Alarms'],
              detail.twinList.map((t) => [
                String(t.twinId),
                localDateTime(t.createdAt),
                String(t.recordingId),
                t.method,
                shown(t.nrmsePercent, 2),
                t.outcome,
                String(t.alarms),
              ]),
            ),
          ]),
    ],
  };
}
