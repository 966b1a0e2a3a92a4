import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, cli, failureOf, scratch } from './cli-process.ts';

const shared = fileURLToPath(new URL('../../../shared/', import.meta.url));
const folder = scratch();
afterAll(() => folder.remove());

/** A step protocol of a quarter of a second: everything that needs a network stays small. */
const protocolFile = folder.path('short.json');
const recording = folder.path('cell.f32');
const models = folder.path('models');
const twin = folder.path('twin.json');

const inferArgs = (...rest: string[]): string[] => [
  'infer',
  '--recording',
  recording,
  '--protocol',
  protocolFile,
  '--ideal-clamp',
  '--backend',
  'wasm',
  '--models',
  models,
  ...rest,
];

beforeAll(async () => {
  const steps = [-40, 10, -80, -110].map((voltageMv) => ({ kind: 'step', voltageMv, durationMs: 60 }));
  writeFileSync(protocolFile, JSON.stringify({ id: 'short', name: 'Short', source: 'test', holdingMv: -80, segments: steps }));
  await answerOf(['simulate', 'vc', '--params', 'baseline', '--protocol', protocolFile, '--out', recording]);
  mkdirSync(models);
});

describe('population and train', () => {
  it('make a network, and the population is resumed', async () => {
    const args = [
      'population',
      '--cells',
      '256',
      '--seed',
      '1',
      '--protocol',
      protocolFile,
      '--out',
      folder.path('data'),
      '--workers',
      '1',
    ];
    const first = await answerOf(args);
    expect(first).toMatchObject({ cells: 256, kept: 0 });
    expect(await answerOf(args)).toMatchObject({ cells: 256, kept: first.shards });
    const training = [
      'train',
      '--data',
      folder.path('data'),
      '--out',
      `${models}/short`,
      '--minutes',
      '0.03',
      '--hidden',
      '16',
      '--blocks',
      '1',
    ];
    const trained = await answerOf(training);
    // Its time is over: the same network is written once more.
    expect(await answerOf(training)).toMatchObject({ weightsSha256: trained.weightsSha256, samplesSeen: trained.samplesSeen });
    expect(trained).toMatchObject({ protocolId: 'short', weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await answerOf(['models', 'list', '--models', models])).models).toHaveLength(1);
  });

  it('start from a stored network for another temperature, and refuse an invalid one', async () => {
    const warm = folder.path('warm-data');
    await answerOf([
      'population',
      '--cells',
      '256',
      '--seed',
      '3',
      '--protocol',
      protocolFile,
      '--temperature',
      '22:37',
      '--out',
      warm,
      '--workers',
      '1',
    ]);
    const args = ['train', '--data', warm, '--minutes', '0.03', '--out', folder.path('warm')];
    const card = await answerOf([...args, '--from', `${models}/short`]);
    expect(card.architecture).toContain('-16,');
    const warmCard = JSON.parse(readFileSync(`${folder.path('warm')}/card.json`, 'utf8')) as {
      settings: { startedFrom: string };
      temperatureC: number[];
    };
    expect(warmCard.settings.startedFrom).toMatch(/^short, \d+ samples, weights [0-9a-f]{8}$/);
    expect(warmCard.temperatureC).toEqual([22, 37]);
    expect(await failureOf([...args, '--from', folder.path('nothing')])).toMatchObject({
      code: 1,
      message: expect.stringMatching(/needs model.json, weights.bin and card.json/),
    });
    expect(await failureOf([...args, '--from', `${models}/short`, '--hidden', '24'])).toMatchObject({
      code: 1,
      message: expect.stringMatching(/has 16 hidden units/),
    });
  });

  it('refuse a folder of another population and a folder without one', async () => {
    const other = ['population', '--cells', '512', '--seed', '2', '--protocol', protocolFile, '--out', folder.path('data')];
    expect(await failureOf(other)).toMatchObject({ code: 1 });
    expect(await failureOf(['train', '--data', folder.path('nothing'), '--out', folder.path('net')])).toMatchObject({ code: 1 });
  });
});

describe('reference-set', () => {
  it('makes cells that evaluate reads, and overwrites none', async () => {
    const set = folder.path('set');
    const args = ['reference-set', '--protocol', protocolFile, '--seed', '3', '--cells', '1', '--out', set];
    expect(await answerOf(args)).toMatchObject({ cells: 1, protocol: 'short' });
    expect(
      await answerOf([
        'evaluate',
        '--set',
        set,
        '--condition',
        'noise:0.3',
        '--method',
        'network',
        '--models',
        models,
        '--backend',
        'wasm',
      ]),
    ).toMatchObject({ n: 1, network: { id: 'short' } });
    expect(await failureOf(args)).toMatchObject({ code: 2, message: expect.stringMatching(/holds a set already/) });
    expect(await failureOf([...args, '--from', set])).toMatchObject({ code: 2, message: expect.stringMatching(/--from or --seed/) });
  });
});

describe('infer', () => {
  it('makes a twin by the network and writes it whole', async () => {
    const answer = await answerOf(inferArgs('--method', 'network', '--out', twin));
    expect(answer).toMatchObject({ method: 'network', clampMode: 'ideal', backend: expect.stringMatching(/wasm/), twinId: null });
    expect(Object.values(answer.informedBy as Record<string, number>).reduce((sum, count) => sum + count, 0)).toBe(52);
    expect(JSON.parse(readFileSync(twin, 'utf8'))).toMatchObject({ schema: 'twinclamp.twin/3', protocolId: 'short', cell: 'simulated' });
  });

  it('takes a simulated recording for a living cell when it is asked to, and never loses the mark', async () => {
    const answer = await answerOf(inferArgs('--method', 'network', '--cell', 'living', '--out', folder.path('living.json')));
    expect(answer).toMatchObject({ cell: 'living', origin: 'simulated' });
    expect((answer.alarms as string[]).join(' ')).toMatch(/trained on simulated cells, and this is a living one/);
    const { provenance } = JSON.parse(readFileSync(folder.path('living.json'), 'utf8')) as { provenance: { priorSd: number } };
    expect(provenance.priorSd).toBeCloseTo(0.604, 2);
  });

  it('makes one by the fit, the same each time', async () => {
    const args = inferArgs('--method', 'fit', '--out');
    const first = await answerOf([...args, folder.path('fit1.json')]);
    const second = await answerOf([...args, folder.path('fit2.json')]);
    expect(first.nrmsePercent).toBeLessThan(0.5);
    expect({ ...second, out: '' }).toEqual({ ...first, out: '' });
  });

  it('refuses corrupted weights', async () => {
    const damaged = folder.path('damaged');
    cpSync(models, damaged, { recursive: true });
    const weights = `${damaged}/short/weights.bin`;
    const bytes = readFileSync(weights);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(weights, bytes);
    const failure = await failureOf([...inferArgs('--method', 'network', '--out', folder.path('no.json')), '--models', damaged]);
    expect(failure).toMatchObject({ code: 1, message: expect.stringMatching(/weights/) });
    expect(existsSync(folder.path('no.json'))).toBe(false);
  });

  it('states what to do without a network', async () => {
    mkdirSync(folder.path('none'));
    const failure = await failureOf([
      ...inferArgs('--method', 'network', '--out', folder.path('no.json')),
      '--models',
      folder.path('none'),
    ]);
    expect(failure.message).toMatch(/no network for the protocol "short".*Choose the method "fit"/i);
  });

  const csv = (name: string, lines: readonly string[]): string => {
    writeFileSync(folder.path(name), `Time (s),Voltage (V),Current (pA/pF)\n${lines.join('\n')}\n`);
    return folder.path(name);
  };
  const good = Array.from({ length: 2401 }, (_, k) => `${k / 10_000},-0.08,0.1`);

  it.each([
    [
      'NaN in a column',
      [...good.slice(0, 50), '0.005,-0.08,NaN', ...good.slice(51)],
      /line 52: expected a number in "Current \(pA\/pF\)", got "NaN"/,
    ],
    ['unequal columns', [...good.slice(0, 50), '0.005,-0.08', ...good.slice(51)], /line 52: expected 3 columns.*got 2/],
    ['the wrong length', good.slice(0, 2000), /has 2000 samples; protocol "short" lasts 2401/],
    ['another command', good, /Choose the protocol that was played/],
  ])('refuses a recording with %s', async (name, lines, message) => {
    const failure = await failureOf([
      'infer',
      '--recording',
      csv(`${name}.csv`, lines),
      '--protocol',
      protocolFile,
      '--out',
      folder.path('no.json'),
    ]);
    expect(failure).toMatchObject({ code: 1, message: expect.stringMatching(message) });
  });

  it('refuses a .f32 of another protocol, and options that contradict each other', async () => {
    const failure = await failureOf(['infer', '--recording', recording, '--protocol', 'clark2022', '--out', folder.path('no.json')]);
    expect(failure.message).toMatch(/has 2401 samples; protocol "clark2022" lasts/);
    expect(await failureOf(inferArgs('--rs-mohm', '5', '--out', folder.path('no.json')))).toMatchObject({
      code: 2,
      message: expect.stringMatching(/only one of --ideal-clamp, --rs-mohm/),
    });
    expect(await failureOf(['infer', '--out', folder.path('no.json')])).toMatchObject({
      code: 2,
      message: expect.stringMatching(/one of --recording, --session/),
    });
    expect(await failureOf(inferArgs('--method', 'network', '--simulations', '500', '--out', folder.path('no.json')))).toMatchObject({
      code: 2,
      message: expect.stringMatching(/"network" has none/),
    });
  });

  it.skipIf(process.platform === 'win32')('ends cleanly on Ctrl+C', async () => {
    const { code, stdout, stderr } = await cli(
      ['infer', '--recording', recording, '--protocol', protocolFile, '--method', 'fit', '--out', folder.path('no.json')],
      {
        signal: 'SIGINT',
        when: (text) => text.includes('refining'),
      },
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/The job was cancelled/);
    expect(existsSync(folder.path('no.json'))).toBe(false);
  });
});

describe('twin, drug, export', () => {
  it('beats the twin again as stored', async () => {
    const answer = await answerOf(['twin', '--twin', twin]);
    expect(answer.outcome).toBe(answer.stored.outcome);
    expect(answer.mdpMv).toBeCloseTo(answer.stored.mdpMv as number, 1);
  });

  it('blocks channels by fraction and by drug', async () => {
    const block = await answerOf(['drug', '--twin', twin, '--block', 'IKr=0.5,INaL=0.3']);
    expect(block).toMatchObject({
      blocked: { IKr: 0.5, INaL: 0.3 },
      notes: [expect.stringMatching(/no late sodium/), expect.stringMatching(/^Block is static/)],
    });
    expect(block.before.outcome).toBeDefined();
    expect(block.after.outcome).toBeDefined();
    const dofetilide = await answerOf(['drug', '--twin', twin, '--drug', 'dofetilide', '--concentration-nm', '2']);
    expect(dofetilide.blocked.IKr).toBeGreaterThan(0.1);
    expect(dofetilide.notes.length).toBeGreaterThan(0);
    expect(await failureOf(['drug', '--twin', twin, '--drug', 'dofetilid', '--concentration-nm', '2'])).toMatchObject({
      code: 1,
      message: expect.stringMatching(/dofetilide/),
    });
    expect(await failureOf(['drug', '--twin', twin, '--block', 'IKr=2'])).toMatchObject({ code: 2 });
    expect(await failureOf(['drug', '--twin', twin, '--block', 'IXx=0.5'])).toMatchObject({
      code: 2,
      message: expect.stringMatching(/unknown channel "IXx"/),
    });
  });

  it('writes CSV with a line for each parameter', async () => {
    await answerOf(['export', '--twin', twin, '--format', 'csv', '--out', folder.path('twin.csv')]);
    expect(readFileSync(folder.path('twin.csv'), 'utf8').trim().split('\n')).toHaveLength(53);
  });

  it('refuses a twin that was changed by hand or cut off', async () => {
    const json = JSON.parse(readFileSync(twin, 'utf8'));
    json.parameters[3].value *= 2;
    writeFileSync(folder.path('changed.json'), JSON.stringify(json));
    expect(await failureOf(['twin', '--twin', folder.path('changed.json')])).toMatchObject({
      code: 1,
      message: expect.stringMatching(/baseline times multiplier/),
    });
    writeFileSync(folder.path('cut.json'), readFileSync(twin, 'utf8').slice(0, 500));
    expect(await failureOf(['twin', '--twin', folder.path('cut.json')])).toMatchObject({
      code: 1,
      message: expect.stringMatching(/is not JSON/),
    });
  });

  it.skipIf(process.platform !== 'linux')('says that the disk is full', async () => {
    expect(await failureOf(['export', '--twin', twin, '--out', '/dev/full'])).toMatchObject({
      code: 1,
      message: expect.stringMatching(/the disk is full/),
    });
  });
});

describe.skipIf(!existsSync(`${shared}data/ipsc-cm`))('real cells of shared/data/ipsc-cm', () => {
  it('become a session, a twin in it, a CSV and a report', async () => {
    const session = folder.path('real.twinclamp');
    const imported = await answerOf(['session', 'import', '--folder', `${shared}data/ipsc-cm/021921_1`, '--session', session]);
    expect(imported).toMatchObject({ cellName: '021921_1', recordings: [{ kind: 'voltage-clamp' }, { kind: 'spontaneous' }] });
    expect(await failureOf(['session', 'import', '--folder', `${shared}data/ipsc-cm/021921_1`, '--session', session])).toMatchObject({
      code: 1,
      message: expect.stringMatching(/never overwritten/),
    });
    const csv = folder.path('real.csv');
    await answerOf(['session', 'export', '--session', session, '--recording-id', '1', '--out', csv]);
    const again = await answerOf([
      'session',
      'import',
      '--csv',
      csv,
      '--protocol',
      'ipsc-steps',
      '--session',
      folder.path('again.twinclamp'),
    ]);
    expect(again.recordings[0].samples).toBe(imported.recordings[0].samples);
    // docs/science has the results of the whole search; a quick look is marked as such.
    const inferred = await answerOf([
      'infer',
      '--session',
      session,
      '--method',
      'fit',
      '--simulations',
      '3000',
      '--out',
      folder.path('real.json'),
    ]);
    expect(inferred).toMatchObject({ twinId: 1, alarms: expect.arrayContaining([expect.stringMatching(/ended after 3000 simulations/)]) });
    expect(inferred.chi2PerSample).toBeLessThan(10);
    const report = await answerOf(['report', '--session', session, '--out', folder.path('real.html')]);
    expect(report.recorded.outcome).toBe('beating');
    const html = readFileSync(folder.path('real.html'), 'utf8');
    expect(html).toMatch(/Twin against recording/);
    expect(html).not.toMatch(/SIMULATED/);
    expect(html).not.toContain(folder.path(''));
    expect(html).not.toMatch(/(src|href)=/);
    const listed = await answerOf(['session', 'list', '--session', session]);
    expect(listed.twinList).toHaveLength(1);
    expect(await failureOf(['report', '--session', session, '--out', folder.path('no.html'), '--true-seed', '1'])).toMatchObject({
      code: 1,
    });
  });

  it('are refused when the folder is not one', async () => {
    mkdirSync(folder.path('half'));
    copyFileSync(`${shared}data/ipsc-cm/021921_1/metadata.csv`, folder.path('half/metadata.csv'));
    const failure = await failureOf(['session', 'import', '--folder', folder.path('half'), '--session', folder.path('half.twinclamp')]);
    expect(failure).toMatchObject({ code: 1, message: expect.stringMatching(/Compensation_rspre_80\.csv is missing/) });
    expect(existsSync(folder.path('half.twinclamp'))).toBe(false);
    rmSync(folder.path('half'), { recursive: true });
  });
});

describe.skipIf(!existsSync(`${shared}validation`))('evaluate on shared/validation', () => {
  it('reports how good the twins of one cell are', async () => {
    const answer = await answerOf([
      'evaluate',
      '--set',
      `${shared}validation`,
      '--condition',
      'noise:0.3',
      '--cells',
      '1',
      '--method',
      'refined',
      '--backend',
      'wasm',
    ]);
    expect(answer).toMatchObject({ n: 1, r2Mean: expect.any(Number), ap: { beatClassAccuracy: expect.any(Number) } });
    expect(Object.keys(answer.r2 as object)).toHaveLength(52);
  });

  it('knows its conditions', async () => {
    expect(await failureOf(['evaluate', '--set', `${shared}validation`, '--condition', 'noisy'])).toMatchObject({
      code: 2,
      message: expect.stringMatching(/noise:S/),
    });
    expect(await failureOf(['evaluate', '--set', folder.path(''), '--condition', 'clean'])).toMatchObject({
      code: 1,
      message: expect.stringMatching(/manifest\.json is missing/),
    });
  });
});

describe('head-to-head', () => {
  it('refuses a budget below one population, an unknown condition and a folder without cells', async () => {
    const args = ['head-to-head', '--set', folder.path('')];
    expect(await failureOf([...args, '--condition', 'clean', '--simulations', '50'])).toMatchObject({
      code: 2,
      message: expect.stringMatching(/simulations/),
    });
    expect(await failureOf([...args, '--condition', 'noisy'])).toMatchObject({ code: 2, message: expect.stringMatching(/noise:S/) });
    expect(await failureOf([...args, '--condition', 'clean'])).toMatchObject({
      code: 1,
      message: expect.stringMatching(/manifest\.json is missing/),
    });
  });

  it.skipIf(!existsSync(`${shared}validation`))(
    'compares what needs no network on shared/validation, the same each time, and says why the others are absent',
    async () => {
      const args = [
        'head-to-head',
        '--set',
        `${shared}validation`,
        '--condition',
        'noise:0.3',
        '--cells',
        '1',
        '--simulations',
        '200',
        '--backend',
        'wasm',
        '--models',
        folder.path('none-here'),
      ];
      const answer = await answerOf(args);
      expect(answer).toMatchObject({ cells: 1, network: null, ivRead: { 'ina.g_Na': 1, 'ifunny.g_f': 1 } });
      const methods = answer.methods as { method: string; problem: string | null; figures: Record<string, unknown> | null }[];
      expect(methods.map(({ method, problem }) => [method, problem === null])).toEqual([
        ['network', false],
        ['refinement', true],
        ['both', false],
        ['genetic', true],
        ['iv', true],
      ]);
      const again = (await answerOf(args)).methods as typeof methods;
      const lasting = (list: typeof methods) => list.map(({ figures }) => figures && { ...figures, secondsMedian: 0 });
      expect(lasting(again)).toEqual(lasting(methods));
    },
  );
});
