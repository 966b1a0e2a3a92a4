import { BUILT_IN_RIG } from '../../core/amplifier/built-in-rig.ts';
import type { EventKey, EventOf, TwinclampApi } from '../../shared/contract/contract.ts';
import type { Envelope, RigStatus, SessionDetail, SessionSummary } from '../../shared/contract/schemas.ts';
import { eventKeys } from '../../shared/contract/keys.ts';
import { portText } from '../../shared/rig/rig-port.ts';
import { USUAL_SETTINGS } from '../../core/quality/rig-settings.ts';
import { DISCONNECTED_RIG } from '../../shared/contract/disconnected-rig.ts';
import type { Protocol as ProtocolMessage } from '../state/appState.ts';
import { NOT_STATED } from '../../core/trace/culture.ts';
import { fakeTraining } from './fake-training.ts';
import { fakeStudyCalls } from './fake-studies.ts';
import { fakeProtocolCalls } from './fake-protocols.ts';
import { fakeJob } from './fake-job.ts';
import { fakeLivingTwin } from './fake-living-twin.ts';
import { FAKE_RATE_HZ, fakeBeat, fakeEnsemble, fakeCurrent, fakeTwin } from './fake-cell.ts';

/**
 * A TwinclampApi on made-up data, for looking at the window without the rest. Scenes: start (disconnected),
 * idle, live (records after Record is pressed), alarm (twin with alarms), empty (no sessions), fault, training (a network half trained,
 * broken (every call fails), real (a rig that is not simulated).
 */
export function createFakeApi(scene: string): TwinclampApi {
  const listeners = new Map<EventKey, Set<(event: never) => void>>();
  const emit = <K extends EventKey>(key: K, event: EventOf<K>): void => {
    for (const listener of listeners.get(key) ?? []) (listener as (event: EventOf<K>) => void)(event);
  };
  const step = (voltageMv: number, durationMs: number) => ({ kind: 'step', voltageMv, durationMs }) as const;
  const ramp = (startMv: number, endMv: number, durationMs: number) => ({ kind: 'ramp', startMv, endMv, durationMs }) as const;
  const protocol: ProtocolMessage = {
    id: 'clark2022-rounded',
    name: 'Clark 2022, rounded',
    source: 'made up for the harness',
    holdingMv: -80,
    segments: [
      step(6, 757),
      step(-41, 7),
      step(8.5, 101),
      step(-80, 500),
      ramp(-2, -34, 103),
      step(-80, 500),
      ramp(54, -107, 272),
      step(60, 103),
      step(-80, 500),
      step(-120, 940),
      step(-77, 94),
      step(-80, 500),
      step(55, 729),
      step(48, 1000),
      ramp(59, 28, 895),
      step(-80, 900),
    ],
  };
  const other: ProtocolMessage = {
    ...protocol,
    id: 'steps',
    name: 'Step family',
    segments: [step(-40, 500), step(-80, 300), step(0, 500), step(-80, 300), step(40, 500), step(-80, 400)],
  };

  let rig: RigStatus = { ...DISCONNECTED_RIG, diskMinutesLeft: 5210 };
  const setRig = (patch: Partial<RigStatus>): RigStatus => {
    rig = { ...rig, ...patch };
    emit('rig:status', rig);
    return rig;
  };
  const connected: Partial<RigStatus> = {
    state: 'idle',
    simulated: scene !== 'real',
    port: { kind: 'simulated' },
    device: { name: scene === 'real' ? 'RigLink One' : 'TwinClamp simulated rig', firmware: '1.0.0', serial: 'SIM-0007' },
    capabilities: BUILT_IN_RIG.capabilities,
    mode: 'VC',
    holdingMv: -80,
    sampleRateHz: FAKE_RATE_HZ,
  };
  const membraneTest = {
    seriesResistanceMohm: 4.82,
    membraneCapacitancePf: 58.3,
    membraneResistanceMohm: 912,
    holdingCurrentPa: -41.7,
    noisePa: 12.94,
  };
  if (scene !== 'start' && scene !== 'empty') rig = { ...rig, ...connected };
  if (scene === 'live' || scene === 'alarm' || scene === 'real') rig = { ...rig, membraneTest };

  if (scene === 'real') {
    const mismatch =
      'Expected a gain of 0.5 mV/pA, the knob of the Axopatch 200B is at 1: currents would read 2 times what they are. Turn it back, or ' +
      'choose the range of its gain.';
    rig = { ...rig, front: { name: 'Axopatch 200B', gainMvPa: 1, filterHz: 5000, capacitancePf: 58, mode: 'VC', mismatch } };
  }
  if (scene === 'fault')
    rig = {
      ...rig,
      state: 'fault',
      fault: 'The device stopped answering 2.1 s ago. Check its cable, then disconnect and connect again.',
      lostSamples: 1420,
      diskMinutesLeft: 8,
    };

  const alarms =
    scene === 'alarm'
      ? [
          'The recording lies outside what the network was trained on (distance 9.4, expected below 4). Refine the twin or fit it.',
          'The residual is 3.1 times the noise: the model cannot make this current.',
        ]
      : [];

  const detail = (sessionKey: string, cellName: string, simulated: boolean): SessionDetail => ({
    sessionKey,
    file: `/home/lab/TwinClamp/sessions/${sessionKey}.twinclamp`,
    cellName,
    culture: simulated ? NOT_STATED : { line: 'WTC-11', passage: 42, day: 32 },
    createdAt: '2026-03-14T10:26:10Z',
    simulated,
    recordings: 2,
    twins: 2,
    oldTwins: 0,
    problem: null,
    repairable: false,
    damage: null,
    inPlace: false,
    old: false,
    notes: simulated ? 'Simulated cell, seed 7.' : 'Second dish, day 32. Steady beating before seal.',
    recordingList: [
      {
        recordingId: 1,
        kind: 'voltage-clamp',
        protocol,
        sampleRateHz: FAKE_RATE_HZ,
        samples: 79_010,
        lostSamples: 0,
        startedAt: '2026-03-14T10:26:10Z',
        status: 'complete',
        device: 'TwinClamp simulated rig',
        simulated,
        conditions: {
          ...(simulated ? { temperatureC: 37 } : {}),
          membraneCapacitancePf: 58.3,
          seriesResistanceMohm: 4.8,
          compensationPercent: 70,
        },
        cell: null,
        rejected: null,
        bath: null,
        paced: false,
        leak: null,
        stimulusMs: null,
        excludedMs: simulated ? [] : [[5200, 5900]],
        clamp: null,
        bathChanged: false,
        corrections: simulated ? [] : [{ madeAt: '2026-03-14T11:02:00Z', words: 'bath temperature not stated; excluded 5200 to 5900 ms' }],
        beat: null,
        verified: 'verified',
        damage: null,
      },
      {
        recordingId: 2,
        kind: 'spontaneous',
        protocol: null,
        sampleRateHz: FAKE_RATE_HZ,
        samples: 100_000,
        lostSamples: 0,
        startedAt: '2026-03-14T10:26:31Z',
        status: 'complete',
        device: 'TwinClamp simulated rig',
        simulated,
        conditions: { temperatureC: 37 },
        cell: null,
        rejected: null,
        bath: null,
        paced: false,
        leak: null,
        stimulusMs: null,
        excludedMs: [],
        clamp: null,
        bathChanged: false,
        corrections: [],
        beat: fakeBeat(921, 388.4, 34.9, -74.6, 'beating', 0.5),
        verified: 'not-yet',
        damage: null,
      },
      {
        recordingId: 3,
        kind: 'voltage-clamp',
        protocol: other,
        sampleRateHz: FAKE_RATE_HZ,
        samples: 12_400,
        lostSamples: 320,
        startedAt: '2026-03-14T10:31:10Z',
        status: 'interrupted',
        device: 'TwinClamp simulated rig',
        simulated,
        conditions: {},
        cell: null,
        rejected: null,
        bath: null,
        paced: false,
        leak: null,
        stimulusMs: null,
        excludedMs: [],
        clamp: null,
        bathChanged: false,
        corrections: [],
        beat: null,
        verified: 'not-yet',
        damage: 'The last 320 of 12720 expected samples are not in the file: its program ended while it ran.',
      },
    ],
    twinList: [
      {
        twinId: 1,
        recordingId: 1,
        createdAt: '2026-03-14T10:26:33Z',
        method: 'network',
        nrmsePercent: 2.31,
        outcome: 'beating',
        alarms: 0,
        alarmList: [],
        fitFailed: false,
        oldPrior: false,
      },
      {
        twinId: 2,
        recordingId: 1,
        createdAt: '2026-03-14T10:26:41Z',
        method: 'refined',
        nrmsePercent: 0.84,
        outcome: 'beating',
        alarms: alarms.length,
        alarmList: alarms,
        fitFailed: scene === 'alarm',
        oldPrior: false,
      },
    ],
  });
  const summaries: SessionSummary[] =
    scene === 'empty'
      ? []
      : [
          {
            sessionKey: 's3',
            file: '/x/s3.twinclamp',
            cellName: 'Dish 2 cell 4',
            culture: NOT_STATED,
            createdAt: '2026-03-14T10:26:10Z',
            simulated: true,
            recordings: 3,
            twins: 2,
            oldTwins: 0,
            problem: null,
            repairable: false,
            damage: null,
          },
          {
            sessionKey: 's2',
            file: '/x/s2.twinclamp',
            cellName: '021921_1',
            culture: NOT_STATED,
            createdAt: '2026-03-13T16:02:00Z',
            simulated: false,
            recordings: 6,
            twins: 1,
            oldTwins: 1,
            problem: null,
            repairable: false,
            damage: null,
          },
          {
            sessionKey: 's1',
            file: '/x/s1.twinclamp',
            cellName: '031221_1',
            culture: NOT_STATED,
            createdAt: '2026-03-13T15:40:00Z',
            simulated: false,
            recordings: 6,
            twins: 0,
            oldTwins: 0,
            problem: null,
            repairable: false,
            damage: 'Recording 2: 1 of 60 chunks does not match its checksum (samples 4000 to 4999 are not shown).',
          },
          {
            sessionKey: 's0',
            file: '/x/broken.twinclamp',
            cellName: '',
            culture: NOT_STATED,
            createdAt: '2026-03-02T09:00:00Z',
            simulated: false,
            recordings: 0,
            twins: 0,
            oldTwins: 0,
            problem: 'The file is not a TwinClamp session (its header is damaged). Restore it from a backup or move it away.',
            repairable: true,
            damage: null,
          },
        ];
  const recorded = fakeCurrent(protocol, 1, 0.3, 3);
  const twin = fakeCurrent(protocol, 0.985, 0, 3);

  const envelope = (values: Float32Array, fromMs: number, toMs: number, points: number): Envelope => {
    const from = Math.max(0, Math.floor((fromMs * FAKE_RATE_HZ) / 1000));
    const to = Math.min(values.length, Math.ceil((toMs * FAKE_RATE_HZ) / 1000));
    const n = Math.min(points, to - from);
    const out = { timeMs: new Float64Array(n), min: new Float32Array(n), max: new Float32Array(n) };
    for (let i = 0; i < n; i += 1) {
      const a = from + Math.floor(((to - from) * i) / n);
      const part = values.subarray(a, Math.max(a + 1, from + Math.floor(((to - from) * (i + 1)) / n)));
      out.timeMs[i] = (a * 1000) / FAKE_RATE_HZ;
      out.min[i] = part.reduce((x, y) => Math.min(x, y), Infinity);
      out.max[i] = part.reduce((x, y) => Math.max(x, y), -Infinity);
    }
    return out;
  };

  let timer: ReturnType<typeof setInterval> | undefined;
  const finish = (): void => {
    clearInterval(timer);
    setRig({ state: 'idle', recording: null });
    const stages = ['features', 'network', 'refining', 'refining', 'beating'] as const;
    const sources = [
      ['network', 0],
      ['start', 1],
      ['start', 2],
      ['search', 2],
      ['twin', 0],
    ] as const;
    stages.forEach((stage, i) => {
      const [source, starts] = sources[i] ?? ['network', 0];
      const { outcome, features } = fakeBeat(948.2 + 60 / (i + 1), 401.6 + 20 / (i + 1), 33.1, -75.2);
      const estimate = { source, starts, chi2PerSample: 1.04 + 0.8 / (i + 1), beat: { outcome, features } };
      setTimeout(() => emit('jobs:changed', [fakeJob({ stage, fraction: (i + 1) / 6, message: `Iteration ${i}`, estimate })]), 200 * i);
    });
    setTimeout(
      () =>
        emit('jobs:changed', [
          fakeJob({
            state: 'done',
            stage: 'done',
            fraction: 1,
            message: 'The twin is ready.',
            twinId: 2,
            alarms,
            fitFailed: scene === 'alarm',
          }),
        ]),
      1100,
    );
  };
  const startRecording = (): void => {
    const totalMs = 7901;
    let sent = 0;
    let seq = 0;
    setRig({ state: 'recording', recording: { sessionKey: 's3', recordingId: 1, protocolId: protocol.id, elapsedMs: 0, totalMs } });
    timer = setInterval(() => {
      const end = Math.min(recorded.current.length, sent + 1600);
      emit('rig:samples', {
        recordingId: 1,
        seq,
        firstSample: sent,
        sampleRateHz: FAKE_RATE_HZ,
        stride: 1,
        voltageMv: recorded.command.slice(sent, end),
        currentPa: recorded.current.slice(sent, end).map((x) => x * 58.3),
      });
      seq += 1;
      sent = end;
      setRig({ recording: { sessionKey: 's3', recordingId: 1, protocolId: protocol.id, elapsedMs: sent / 10, totalMs } });
      if (sent >= recorded.current.length) finish();
    }, 40);
  };
  const fakeManipulator = {
    name: 'PatchStar',
    isPolled: true,
    position: { xUm: 1250, yUm: 80, zUm: 3406.5 },
    problem: null,
    repairable: false,
  };
  const inference = { state: 'ready', backend: 'wasm', backendNote: 'tfjs-node-gpu: not installed. webgpu: no adapter.' } as const;

  const call: TwinclampApi['call'] = {
    'app:info': async () => ({
      version: '0.1.0',
      electron: '45',
      sqlite: '3',
      sessionsFolder: '/home/lab/TwinClamp/sessions',
      inference,
      autoConnect: false,
    }),
    'rig:status': async () => rig,
    'rig:ports': async () => ({ ports: [{ port: { kind: 'serial', name: '/dev/ttyACM0' } as const, label: 'RigLink One' }], note: null }),
    'rig:connect': async ({ port }) => {
      if (port.kind !== 'simulated')
        throw new Error(
          `Expected a rig on ${portText(port)}, no answer came within 2 s. Check the cable and that no other program holds the port.`,
        );
      return setRig(connected);
    },
    'rig:disconnect': async () => setRig({ ...DISCONNECTED_RIG, diskMinutesLeft: 5210 }),
    'rig:membraneTest': async () => {
      setRig({ membraneTest });
      return membraneTest;
    },
    'rig:compensation': async () => {
      const { seriesResistanceMohm, holdingCurrentPa } = membraneTest;
      const leftMohm = 0.2 * seriesResistanceMohm;
      const errorMv = Math.abs(holdingCurrentPa) * leftMohm * 1e-3;
      const check = { seriesResistanceMohm, correctionPercent: 80, leftMohm, holdingCurrentPa, errorMv, rings: false, problem: null };
      return setRig({ membraneTest, cell: { ...rig.cell, compensation: check } });
    },
    'rig:scope': async ({ on }) => setRig({ scope: rig.scope === null ? null : { ...rig.scope, wanted: on, running: on } }),
    'rig:settings': async () => USUAL_SETTINGS,
    'rig:keepSettings': async () => rig,
    'rig:copies': async () => ({ folder: null, owed: 0 }),
    'rig:chooseCopies': async ({ off }) => ({ folder: off ? null : '/media/lab/copies', owed: 0 }),
    'rig:copyAgain': async () => ({ folder: '/media/lab/copies', owed: 0 }),
    'rig:stage': async ({ stage }) => setRig({ cell: { ...rig.cell, stage } }),
    'rig:offset': async () => setRig({ cell: { ...rig.cell, offset: { mv: -0.42, locked: false } } }),
    'rig:zap': async (pulse) => {
      const zap = { at: '2026-03-14T10:26:10Z', ...pulse, confirmed: true };
      return setRig({ cell: { ...rig.cell, zaps: [...rig.cell.zaps, zap] } });
    },
    'rig:bath': async (bath) => setRig({ cell: { ...rig.cell, bath } }),
    'rig:sequence': async () => rig,
    'rig:endSequence': async () => rig,
    'rig:simulate': async () => rig,
    'rig:manipulator': async ({ wish }) => setRig({ manipulator: wish === null ? null : { ...wish, ...fakeManipulator } }),
    'rig:readManipulator': async () => rig,
    'rig:stopManipulator': async () => rig,
    'rig:newCell': async () => setRig({ cell: { ...rig.cell, stage: null } }),
    'rig:resumeCell': async () => rig,
    'rig:note': async () => undefined,
    'rig:log': async () => [{ at: '2026-03-14T10:26:10Z', kind: 'cell' as const, words: 'New cell.' }],
    'rig:record': async () => {
      startRecording();
      return { sessionKey: 's3', recordingId: 1 };
    },
    'rig:stop': async () => {
      finish();
      return rig;
    },
    'rig:abort': async () => {
      clearInterval(timer);
      return setRig({ state: 'idle', recording: null });
    },
    'protocol:compile': async ({ protocolId }) => {
      const requested = protocolId === 'steps' ? other : protocol;
      return {
        requested,
        realised: { ...requested, segments: requested.segments.map((s) => (s.kind === 'ramp' ? { ...s, endMv: s.endMv + 1.5 } : s)) },
        largestErrorMv: 1.5,
        notes: ['Durations are rounded to 0.1 ms, potentials to 0.05 mV: the grid of the device.'],
      };
    },
    ...fakeProtocolCalls([protocol, other], (event) => emit('protocol:scored', event)),
    'session:list': async () => summaries,
    'session:open': async ({ sessionKey }) =>
      detail(sessionKey, summaries.find((s) => s.sessionKey === sessionKey)?.cellName ?? 'Dish 2 cell 4', sessionKey === 's3'),
    'session:importFolder': async () => ({
      sessionKey: 's2',
      cellName: '021921_1',
      notes: ['Post-drug_spont.csv: metadata.csv does not state the drug.'],
    }),
    'session:importCsv': async () => null,
    'session:choose': async ({ what }) =>
      what === 'session'
        ? []
        : [{ token: 'a'.repeat(32), kind: what === 'cells' ? 'folder' : 'csv', name: what === 'cells' ? 'monday' : 'cell 7 rig 2.csv' }],
    'session:preview': async () => ({
      titles: ['t', 'Vm', 'I'],
      rows: Array.from({ length: 5 }, (_, i) => [`${i / 20}`, '-80.2', `${-31.5 + i}`]),
      columns: [
        { role: 'time', unit: 'ms', certain: false },
        { role: 'voltage', unit: 'mV', certain: false },
        { role: 'current', unit: '', certain: false },
      ],
      questions: ['In which unit is "I"?'],
      kept: null,
    }),
    'session:import': async () => ({
      cells: [
        {
          sessionKey: 's2',
          session: 'cell-7.twinclamp',
          cellName: 'cell 7',
          recordings: [
            {
              recordingId: 1,
              file: 'cell 7 rig 2.csv',
              name: null,
              kind: 'voltage-clamp',
              sampleRateHz: 20_000,
              samples: 190_000,
              command: { origin: 'library', protocolId: protocol.id, shiftMs: 120, offsetMv: -14, largestErrorMv: 0.4 },
              remarks: [
                'The command is protocol "TwinClamp 9.5 s", 120 ms after the first sample, with the voltage -14 mV beside it throughout.',
              ],
              offers: [{ condition: 'temperatureC', value: 36 }],
            },
          ],
          files: [
            {
              file: 'notes.txt',
              format: null,
              used: 0,
              unused: [{ what: 'The file', why: 'it holds no table of numbers' }],
              notes: [],
              asked: true,
            },
          ],
          questions: ['At which temperature was it recorded?'],
        },
      ],
    }),
    'session:openInPlace': async () => ({ sessionKey: 's1' }),
    'session:correct': async ({ recordingId }) => ({ recordingId }),
    'session:copyIn': async () => ({ sessionKey: 's1' }),
    'session:check': async () => ({ intact: true, layout: 2, newest: true, damage: [] }),
    'session:migrate': async () => ({ from: 1, to: 2 }),
    'session:repairPlan': async ({ sessionKey }) => ({ file: `/sessions/${sessionKey}`, into: `/sessions/repaired-${sessionKey}` }),
    'session:repair': async () => ({ repaired: null, recordings: 2, twins: 1, saved: 'Nothing was to be repaired.', lost: [] }),
    'session:trace': async ({ recordingId, fromMs = 0, toMs, points }) => {
      if (recordingId === 2) {
        const beat = fakeBeat(921, 388.4, 34.9, -74.6, 'beating', 0.5);
        const long = Float32Array.from({ length: 100_000 }, (_, i) => beat.voltageMv[Math.floor(i / 5) % Math.round(3 * 921 * 2)] ?? 0);
        return { voltage: envelope(long, fromMs, toMs ?? 10_000, points), current: null };
      }
      return {
        voltage: envelope(recorded.command, fromMs, toMs ?? 7901, points),
        current: envelope(
          recorded.current.map((x) => x * 58.3),
          fromMs,
          toMs ?? 7901,
          points,
        ),
      };
    },
    'twin:comparison': async ({ fromMs = 0, toMs = 7901, points }) => ({
      command: envelope(recorded.command, fromMs, toMs, points),
      recorded: envelope(recorded.current, fromMs, toMs, points),
      twin: envelope(twin.current, fromMs, toMs, points),
      residual: envelope(
        recorded.current.map((x, i) => x - (twin.current[i] as number)),
        fromMs,
        toMs,
        points,
      ),
    }),
    'twin:infer': async ({ method }) => ({ twinId: 2, twin: fakeTwin(method, 'Dish 2 cell 4', protocol.id, alarms) }),
    'twin:compare': async ({ method }) =>
      method === 'genetic'
        ? {
            kind: 'answer',
            nrmsePercent: 1.31,
            chi2PerSample: 2.62,
            beat: fakeBeat(1062, 431.2, 31.8, -73.9),
            beatWithLeak: fakeBeat(1031, 420.5, 31.1, -72.8),
            informed: null,
            note: 'Best of 12000 simulated cells; it does not state which parameters are informed.',
            simulated: true,
          }
        : {
            kind: 'not-applicable',
            reason:
              'No step of "Clark 2022, rounded" shows one of the six currents apart from the others. Record a family of steps to ' +
              'read conductances.',
          },
    'jobs:list': async () => [],
    'jobs:cancel': async () => undefined,
    'jobs:dismiss': async () => undefined,
    'twin:report': async () => '/home/lab/report.html',
    'twin:get': async ({ sessionKey, twinId }) =>
      sessionKey === 's2'
        ? fakeLivingTwin('021921_1', protocol.id, alarms)
        : fakeTwin(twinId === 1 ? 'network' : 'refined', 'Dish 2 cell 4', protocol.id, alarms),
    'twin:export': async ({ format }) => `/home/lab/twin.${format}`,
    'session:exportMany': async ({ sessionKeys }) => ({
      folder: '/home/lab/export',
      written: sessionKeys.map((key) => ({ cellName: key, file: `${key}.nwb`, note: null })),
      left: [],
    }),
    'session:cancelWork': async () => undefined,
    'session:exportRecording': async () => '/home/lab/recording.csv',
    'drug:list': async () => [
      {
        drug: 'dofetilide',
        sourceId: 'first_laboratory',
        freeCmaxNm: 2,
        channels: [
          { channel: 'IKr', ic50Nm: 4.87, hill: 0.9, extrapolated: false, hillGiven: true },
          { channel: 'ICaL', ic50Nm: 260.3, hill: 1.2, extrapolated: false, hillGiven: true },
          { channel: 'INaL', ic50Nm: 753_160, hill: 0.3, extrapolated: true, hillGiven: true },
          { channel: 'IK1', ic50Nm: 394.3, hill: 0.8, extrapolated: true, hillGiven: true },
        ],
        note: 'Made-up entry of the development harness.',
      },
      {
        drug: 'dofetilide',
        sourceId: 'second_laboratory',
        freeCmaxNm: 2,
        channels: [{ channel: 'IKr', ic50Nm: 5, hill: 1, extrapolated: false, hillGiven: false }],
        note: '',
      },
      {
        drug: 'verapamil',
        sourceId: 'first_laboratory',
        freeCmaxNm: 81,
        channels: [
          { channel: 'IKr', ic50Nm: 288, hill: 1, extrapolated: false, hillGiven: true },
          { channel: 'ICaL', ic50Nm: 201.8, hill: 1.1, extrapolated: false, hillGiven: true },
        ],
        note: '',
      },
    ],
    'drug:apply': async ({ channels, concentrationNm }) => {
      const blockedFraction = channels.map(({ channel, ic50Nm, hill }) => ({
        channel,
        fraction: channel === 'INaL' ? 0 : 1 / (1 + (ic50Nm / Math.max(concentrationNm, 1e-9)) ** hill),
      }));
      const kr = blockedFraction.find(({ channel }) => channel === 'IKr')?.fraction ?? 0;
      return {
        before: fakeBeat(948.2, 401.6, 33.1, -75.2),
        after: fakeBeat(948.2 + 210 * kr, 401.6 * (1 + 0.55 * kr), 32.4, -74.1),
        ensemble: {
          before: fakeEnsemble(948.2, 401.6, -75.2),
          after: fakeEnsemble(948.2 + 210 * kr, 401.6 * (1 + 0.55 * kr), -74.1),
          change: fakeEnsemble(210 * kr, 401.6 * 0.55 * kr, 1.1).features,
        },
        blockedFraction,
        simulated: true,
        alarms,
        notes: channels.some(({ channel }) => channel === 'INaL')
          ? ['INaL: this cell has no late sodium current; the block was not applied.']
          : [],
      };
    },
    ...fakeStudyCalls(),
    'models:list': async () =>
      scene === 'empty'
        ? []
        : [
            {
              id: 'clark2022-rounded-1',
              protocolId: 'clark2022-rounded',
              createdAt: '2026-03-01T12:00:00Z',
              cells: 20_000,
              samplesSeen: 400_000,
              architecture: '527-512-3x(LN,512,GELU,512)-52',
              population: 'multipliers U(0.6, 1.4), ideal and artefact clamp',
              seeds: { population: 1, training: 2 },
              settings: { optimiser: 'AdamW', batch: 512, learningRate: 0.001, noisePaPf: '0.1 to 1.0' },
              figures: { 'r2 mean, clean': 0.512, 'r2 mean, noise 0.3': 0.47, 'coverage of 90 %': 0.893 },
              weightsBytes: 3_750_000,
              weightsSha256: '5f2c9d0a7be81e6f4c3a4a50b1de2fe0cc5d71f4a6f0b2931d0f4b0a8c7e11d3',
              limits: ['Only for the protocol it was trained on.', 'Trained on cells within ±40 % of the published one.'],
            },
          ],
    ...fakeTraining(scene, (state) => emit('training:state', state)),
  };
  const failing = Object.fromEntries(
    Object.keys(call).map((key) => [
      key,
      async () => {
        throw new Error(`${key}: expected an answer, the harness was set to fail. Nothing to do.`);
      },
    ]),
  ) as unknown as TwinclampApi['call'];
  const subscribe = (key: EventKey) => (listener: (event: never) => void) => {
    const set = listeners.get(key) ?? new Set();
    listeners.set(key, set.add(listener));
    return () => void set.delete(listener);
  };
  return {
    call: scene === 'broken' ? failing : call,
    on: Object.fromEntries(eventKeys.map((key) => [key, subscribe(key)])) as unknown as TwinclampApi['on'],
  };
}
