import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { CELL_MODELS } from '../../src/core/cell/models.ts';
import { parameterLabel, withLabels } from '../../src/core/cell/parameter-label.ts';
import { RIG_PARAMETERS, rigLabel } from '../../src/core/experiment/rig-parameters.ts';
import { madeUpTwin } from '../../src/core/formats/export/made-up-twin.testing.ts';
import { assertTwin } from '../../src/core/formats/twin-json.ts';
import { unidentifiableCombinations } from '../../src/core/inference/posterior.ts';
import { reportPage } from '../../src/core/report/page.ts';
import { sampleCommand, protocolSampleCount } from '../../src/core/protocol/protocol.ts';
import { libraryProtocol } from '../../src/core/testing/files.testing.ts';
import { fieldWords } from '../../src/core/text/field-words.ts';
import type { ReportData } from '../../src/core/report/report-data.ts';
import type { Twin } from '../../src/core/twin/twin.ts';
import { twinLines } from '../../src/cli/twin-answer.ts';
import type { Handlers } from '../../src/main/ipc/handlers.ts';
import { registerHandlers } from '../../src/main/ipc/register.ts';
import { requestChannel } from '../../src/shared/contract/channels.ts';
import { contract, type Answer, type ContractKey } from '../../src/shared/contract/contract.ts';
import { fieldsOf, sampleOf, withValue } from './contract-fields.ts';

const parameters = CELL_MODELS.flatMap(({ adjustable }) => adjustable);
const ids = [...new Set(parameters.map(({ id }) => id)), ...RIG_PARAMETERS.map(({ id }) => id).filter((id) => /[A-Z]/.test(id))];
function reportOf(twin: Twin): ReportData {
  const protocol = libraryProtocol('ipsc-steps');
  const samples = protocolSampleCount(protocol, 1000);
  return {
    generatedAt: twin.createdAt,
    localTime: (iso) => iso,
    program: 'TwinClamp',
    session: { fileName: 'a.twinclamp', cellName: 'a', createdAt: twin.createdAt, simulated: false, notes: '' },
    recording: {
      sampleRateHz: 1000,
      commandMv: sampleCommand(protocol, 1000),
      currentPaPf: new Float32Array(samples),
      protocol,
      conditions: { seriesResistanceMohm: 5, membraneCapacitancePf: 30, temperatureC: 37, filterHz: 5000, compensationPercent: 70 },
      recordingId: 1,
      startedAt: twin.createdAt,
      imported: false,
      device: 'Amplifier',
      lostSamples: 0,
      membraneTest: { holdingCurrentPa: -20, noisePa: 3 },
      remarks: [],
    },
    twinId: 1,
    twin,
    cellRecordings: [{ name: '1. Steps', use: 'fitted', why: null }],
    twinCurrentPaPf: new Float32Array(samples),
    otherTwins: [],
    recordedBeat: null,
    leakyBeat: twin.beat,
    drug: { title: 'Dofetilide', notes: [], after: twin.beat, ensemble: null },
    truth: null,
  };
}

/** Ids of parameters that stand as words of their own. */
const ANY_ID = new RegExp(`(?<![\\w.])(${ids.map((id) => id.replaceAll('.', '\\.')).join('|')})(?![\\w.])`, 'g');
const idsIn = (text: string): string[] => [...text.matchAll(ANY_ID)].map(([id]) => id);
/** Names as programs write them. */
const CAMEL = /\b[a-z]{2,}[a-z0-9]*[A-Z]\w*/;
const KEY = new RegExp(Object.keys(contract).join('|'));

describe('a parameter', () => {
  it.each(parameters)('$id of a cell has a label that is not its id', ({ id, unit }) => {
    expect(idsIn(parameterLabel(id))).toEqual([]);
    expect(parameterLabel(id)).toMatch(/^[A-Z][\w ]*$/);
    expect(withLabels(`${id} against ${id}: 80 %`)).toBe(`${parameterLabel(id)} against ${parameterLabel(id)}: 80 %`);
    expect(unit).not.toBe('');
  });

  it('of one model has a label of its own', () => {
    for (const { adjustable } of CELL_MODELS) {
      const labels = adjustable.map(({ id }) => parameterLabel(id));
      expect(new Set(labels).size).toBe(labels.length);
    }
  });

  it.each([...RIG_PARAMETERS])('$id of a rig has a label and a unit', ({ id, label, unit }) => {
    const words = rigLabel(id) ?? '';
    expect([idsIn(label), idsIn(words), CAMEL.test(label), CAMEL.test(words), words === '']).toEqual([[], [], false, false, false]);
    expect(unit).not.toBe('');
  });
});

describe('a twin as people read it', () => {
  const model = CELL_MODELS[0]!;
  const base = madeUpTwin();
  const one = base.parameters[0]!;
  const n = model.varied.length;
  const prior = Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
  const twin: Twin = {
    ...base,
    parameters: model.varied.map(({ id, current, unit }) => ({ ...one, id, current, unit })),
    nuisance: RIG_PARAMETERS.map(({ id, label, unit }) => ({ id, label, unit, value: 1, sd: 1 })),
    ensemble: null,
    notIdentifiable: unidentifiableCombinations(prior, n, 1, model),
  };

  it('names combinations by labels, also those of older files', () => {
    expect(twin.notIdentifiable).toHaveLength(n);
    expect(idsIn(twin.notIdentifiable.join('\n'))).toEqual([]);
    const older = { ...twin, notIdentifiable: ['ikr.g_Kr with ik1.xK11: 90 %'] };
    expect(assertTwin(older).notIdentifiable).toEqual(['IKr g_Kr with IK1 xK11: 90 %']);
  });

  it('has no id in the report and in the answer of the command line', () => {
    const page = reportPage(reportOf(twin));
    const words = page.replace(/<style>.*?<\/style>/gs, '').replace(/<[^>]*>/g, '\n');
    expect(words).toContain('IKr g_Kr');
    expect(words).toContain('Seal leak');
    expect(idsIn(words)).toEqual([]);
    expect(idsIn(twinLines(twin).join('\n'))).toEqual([]);
  });
});

describe('an error of a request', () => {
  const keys = Object.keys(contract) as ContractKey[];
  /** All messages that one key can end with by itself. */
  async function messages(key: ContractKey): Promise<string[]> {
    const heard: string[] = [];
    const ask = async (handler: () => unknown, request: unknown, trusted = true): Promise<void> => {
      let call: (() => Promise<Answer<unknown>>) | null = null;
      const handlers = Object.fromEntries(keys.map((one) => [one, handler])) as unknown as Handlers;
      registerHandlers(
        { handle: (channel, listener) => (channel === requestChannel(key) ? (call = () => listener(undefined, request)) : undefined) },
        handlers,
        { isTrusted: () => trusted, translate: () => null, onInternalError: () => undefined },
      );
      const answer = await call!();
      if (!answer.ok) heard.push(answer.message);
    };
    const sample = sampleOf(contract[key].request);
    await ask(() => Symbol('no answer'), sample);
    await ask(() => {
      throw new Error('it went wrong');
    }, sample);
    await ask(() => undefined, sample, false);
    await ask(() => undefined, new Uint8Array(1e6));
    for (const { path, beyond } of fieldsOf(contract[key].request))
      await ask(
        () => undefined,
        withValue(
          sample,
          path,
          beyond.find((value) => typeof value !== 'object'),
        ),
      );
    return heard;
  }

  it.each(keys)('%s names no key and no field as programs write them', async (key) => {
    const heard = await messages(key);
    expect(heard.length).toBeGreaterThanOrEqual(4);
    for (const message of heard) {
      expect(message).not.toMatch(KEY);
      // What zod expects is quoted, as words in quotation marks.
      expect(message.replace(/degC|"[^"]*"/g, '')).not.toMatch(CAMEL);
      expect(message).toMatch(/^[A-Z]/);
    }
  });

  it('has fields in words with their units', () => {
    expect(
      ['temperatureC', 'spontaneousSeconds', 'voltageMv', 'concentrationNm', 'cellName', 'noisePaPf', 'source'].map(fieldWords),
    ).toEqual(['temperature (degC)', 'spontaneous (s)', 'voltage (mV)', 'concentration (nM)', 'cell name', 'noise (pA/pF)', 'source']);
  });
});

describe('sentences of the program', () => {
  /** Units, names of things of their own, and what stands in markup. */
  const ALLOWED =
    /degC|viewBox|clipPath|ttyACM0|dGVzdA|useWorkstation|WorkstationContext|npm run build:\w+|https?:\S+|tcp:\S+|driver:address|openCARP/g;
  /** The name of a dynamic clamp, as its makers write it. */
  const DEVICE = 'dyClamp';
  const root = join(import.meta.dirname, '..', '..', 'src');
  const files = (readdirSync(root, { recursive: true }) as string[])
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|testing)\./.test(file) && !/^renderer\/dev\/|core\/report\/style/.test(file));

  function sentences(file: string): string[] {
    const found: string[] = [];
    const visit = (node: ts.Node): void => {
      const isText =
        ts.isStringLiteral(node) ||
        ts.isNoSubstitutionTemplateLiteral(node) ||
        ts.isTemplateHead(node) ||
        ts.isTemplateMiddle(node) ||
        ts.isTemplateTail(node) ||
        ts.isJsxText(node);
      // Text with words between blanks, that is no statement of SQL, no script and no markup.
      if (isText && /[a-z] [a-z]/.test(node.text) && !/^\s*(SELECT|INSERT|CREATE|DELETE|UPDATE|PRAGMA|#!)|[<>{};]/.test(node.text))
        found.push(node.text);
      ts.forEachChild(node, visit);
    };
    visit(
      ts.createSourceFile(
        file,
        readFileSync(join(root, file), 'utf8'),
        ts.ScriptTarget.Latest,
        false,
        file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
      ),
    );
    return found;
  }

  it('have no ids of parameters, no keys of the contract and no names as programs write them', () => {
    const all = files.flatMap((file) => sentences(file).map((text) => ({ file, text: text.replace(ALLOWED, '').replaceAll(DEVICE, '') })));
    expect(all.length).toBeGreaterThan(1500);
    const bad = all.filter(({ text }) => CAMEL.test(text) || KEY.test(text) || idsIn(text).length > 0);
    expect(bad).toEqual([]);
    // 2 s of processor time, on a machine that others use as well.
  }, 120_000);
});
