import { availableParallelism } from 'node:os';
import { MOST_NM } from '../../core/drug/dose-question.ts';
import { drugDose } from '../../core/drug/drug-dose.ts';
import type { DrugEntry } from '../../core/drug/drug-schema.ts';
import { parseDrugTable } from '../../core/drug/drug-table.ts';
import { labSpread } from '../../core/drug/lab-spread.ts';
import { bySourceRank } from '../../core/drug/source-rank.ts';
import { sourceSpread } from '../../core/drug/source-spread.ts';
import { sweepTimes, type SweepCondition } from '../../core/drug/sweep-cells.ts';
import type { SweepRequest } from '../../core/drug/sweep-plan.ts';
import type { SweepLevel } from '../../core/drug/summarise-sweep.ts';
import { memberValues } from '../../core/twin/ensemble.ts';
import type { Twin } from '../../core/twin/twin.ts';
import { originOf } from '../../core/twin/twin-origin.ts';
import { twinModel, twinValues } from '../../core/twin/twin-values.ts';
import { kernelPath, runSweep } from '../../inference/index.ts';
import type { Arguments } from '../arguments.ts';
import { readText } from '../files.ts';
import { applyMembraneOptions, MEMBRANE_OPTIONS } from '../membrane-options.ts';
import { DRUG_TABLE_FILE, RESOURCES_DIR, SWEEP_WORKER } from '../paths.ts';
import { shown, table } from '../table.ts';
import { warningLines } from '../twin-answer.ts';
import { readTwin } from '../twin-file.ts';
import { UsageError } from '../usage-error.ts';
import type { Verb } from '../verb.ts';

/** Belongs to every figure of a sweep. */
const STATIC_BLOCK = 'Block is static: no trapping, no use dependence. Net charge is not the qNet of CiPA, and no risk class is shown.';
const MOST_CONCENTRATIONS = 100;

export const sweep: Verb = {
  words: ['sweep'],
  summary: 'Cumulative concentration-response of a drug on a twin and its ensemble.',
  options: {
    twin: { value: 'FILE.json', help: 'The twin.', required: true },
    drug: { value: 'NAME', help: 'A drug of the table.', required: true },
    'concentrations-nm': { value: 'A,B,C', help: 'Free concentrations, nM; 0 is added.', required: true },
    with: { value: 'NAME=nM,...', help: 'Other drugs beside it, each at one concentration (Bliss independence).' },
    source: { value: 'ID|all', help: 'Source of the block values; "all" adds the curve of every source. Default: as of the verb drug.' },
    'pace-ms': { value: 'N', help: 'Stimulate every N ms, 50 to 10000. Default: free running.' },
    ik1: { help: 'Add the inward rectifier of an adult cell by dynamic clamp.' },
    'leak-ns-pf': { value: 'N', help: 'Seal leak in place, nS/pF. Default 0.' },
    ...MEMBRANE_OPTIONS,
    shares: { help: "How much of the band comes from the twin and how much from the drug's values: twice as many simulations more." },
    seed: { value: 'N', help: 'Seed of the draws of the block values. Default 1.' },
    workers: { value: 'N', help: 'Threads; the result is the same for any number. Default: one for each processor.' },
  },
  async run(args, { signal, progress }) {
    const drugs = parseDrugTable(readText(DRUG_TABLE_FILE, 'Drug table'), 'drugs.json');
    const concentrationsNm = concentrationsOf(args.need('concentrations-nm'));
    const source = args.text('source');
    const highest = Math.max(...concentrationsNm);
    const dose = drugDose(drugs, { drug: args.need('drug'), concentrationNm: highest, sourceId: source === 'all' ? undefined : source });
    const twin = readTwin(args.need('twin'));
    const request = requestOf(args, twin, drugs, dose.entry, concentrationsNm);
    const options = {
      workers: args.number('workers', { min: 1, max: 256, whole: true }) ?? availableParallelism(),
      kernelPath: kernelPath(RESOURCES_DIR, request.model),
      workerScript: SWEEP_WORKER,
      signal,
    };
    const result = await runSweep(request, { ...options, onProgress: (done, total) => progress.step('sweep', done / total) });
    const others = source === 'all' ? bySourceRank(drugs.filter(({ drug }) => drug === dose.entry.drug)) : [];
    const sources = [];
    for (const entry of others) {
      const { levels } = await runSweep({ ...request, entry, members: [], pointOnly: true }, options);
      sources.push({ source: entry.sourceId, concentrations: levels.map(({ nM, blocked, twin: cell }) => ({ nM, blocked, ...cell })) });
    }
    const notes = [...dose.notes, conditionWords(request.condition), STATIC_BLOCK];
    return {
      json: {
        drug: dose.entry.drug,
        source: dose.entry.sourceId,
        beside: request.beside.map(({ entry, concentrationNm }) => ({ drug: entry.drug, source: entry.sourceId, nM: concentrationNm })),
        condition: request.condition,
        seed: request.seed,
        members: request.members.length,
        origin: originOf(twin),
        alarms: twin.alarms,
        concentrations: result.levels,
        spread: result.levels.map(({ nM }) => ({ nM, channels: sourceSpread(drugs, dose.entry.drug, nM) })),
        sources,
        simulations: result.simulations,
        seconds: result.seconds,
        notes,
      },
      lines: [...warningLines(twin), ...levelLines(result.levels), ...notes],
    };
  },
};

function requestOf(
  args: Arguments,
  twin: Twin,
  drugs: readonly DrugEntry[],
  entry: DrugEntry,
  concentrationsNm: readonly number[],
): SweepRequest {
  const model = twinModel(twin);
  const paceMs = args.number('pace-ms', { min: 50, max: 10_000 }) ?? null;
  const values = [twinValues(twin), ...(twin.ensemble?.members ?? []).map((member) => memberValues(member, twin.temperatureC, model))];
  for (const each of values) applyMembraneOptions(each, args, model);
  const [own = new Float64Array(0), ...members] = values;
  return {
    model,
    twin: own,
    members,
    entry,
    concentrationsNm,
    beside: besideOf(args.text('with'), drugs, entry),
    condition: {
      paceMs,
      ik1: args.flag('ik1') ? 1 : 0,
      leakNsPf: args.number('leak-ns-pf', { min: 0, max: 10 }) ?? 0,
      ...sweepTimes(paceMs),
    },
    spread: labSpread(drugs),
    seed: args.number('seed', { min: 0, whole: true }) ?? 1,
    shares: args.flag('shares'),
  };
}

/** @throws UsageError naming the part that is no concentration */
function concentrationsOf(text: string): number[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length > MOST_CONCENTRATIONS)
    throw new UsageError(`--concentrations-nm: expected at most ${MOST_CONCENTRATIONS} concentrations, got ${parts.length}.`);
  return parts.map((part) => concentrationOf('--concentrations-nm', part));
}

function concentrationOf(option: string, part: string): number {
  const nM = part === '' ? NaN : Number(part);
  if (!(nM >= 0 && nM <= MOST_NM)) throw new UsageError(`${option}: expected nM from 0 to 1e9 (1 mol/l), got "${part}".`);
  return nM;
}

function besideOf(text: string | undefined, drugs: readonly DrugEntry[], swept: DrugEntry): SweepRequest['beside'] {
  const seen = new Set([swept.drug.toLowerCase()]);
  return (text?.split(',') ?? []).map((part) => {
    const [drug = '', nM = ''] = part.split('=').map((piece) => piece.trim());
    if (seen.has(drug.toLowerCase())) throw new UsageError(`--with: ${drug} is given twice.`);
    seen.add(drug.toLowerCase());
    const concentrationNm = concentrationOf('--with', nM);
    return { entry: drugDose(drugs, { drug, concentrationNm }).entry, concentrationNm };
  });
}

function conditionWords({ paceMs, ik1, leakNsPf, settleS, seconds }: SweepCondition): string {
  const rhythm = paceMs === null ? 'Free running' : `Paced every ${paceMs} ms`;
  const added = [...(ik1 > 0 ? ['dynamic-clamp IK1'] : []), ...(leakNsPf > 0 ? [`a seal leak of ${leakNsPf} nS/pF`] : [])];
  const beside = added.length > 0 ? ` with ${added.join(' and ')}` : '';
  return `${rhythm}${beside}; ${settleS} s at each concentration, then ${seconds} s of record.`;
}

function levelLines(levels: readonly SweepLevel[]): string[] {
  const range = (spread: { median: number; low: number; high: number } | null, digits: number): string =>
    spread === null ? '-' : `${shown(spread.median, digits)} (${shown(spread.low, digits)} to ${shown(spread.high, digits)})`;
  return table(
    ['nM', 'Outcomes', 'Cycle (ms)', 'APD90 (ms)', 'Change of APD90 (ms)', 'MDP (mV)', 'Twin / drug share'],
    levels.map(({ nM, outcomes, features, changes, apd90Shares }) => [
      String(nM),
      Object.entries(outcomes)
        .map(([outcome, share]) => `${Math.round(100 * share)} % ${outcome}`)
        .join('; '),
      range(features.cycleLengthMs, 0),
      range(features.apd90Ms, 0),
      range(changes.apd90Ms, 0),
      range(features.mdpMv, 1),
      apd90Shares === null ? '-' : `${shown(apd90Shares.twin, 2)} / ${shown(apd90Shares.drug, 2)}`,
    ]),
  );
}
