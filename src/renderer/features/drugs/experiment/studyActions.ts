import { measuredAtNm } from '../../../../core/drug/measured-entry.ts';
import { OWN_SOURCE } from '../../../../core/drug/own-source.ts';
import type { StudyView } from '../../../../core/report/study/study-view.ts';
import { fitFailed } from '../../../../core/twin/fit-failed.ts';
import type { RequestOf } from '../../../../shared/contract/contract.ts';
import { addNotice } from '../../../state/notices.ts';
import { valueOf } from '../../../state/loadable.ts';
import type { Workstation } from '../../../state/workstation.ts';
import type { OpenTwin } from '../../twin/slice.ts';
import { chosenEntry, measuredChoice } from '../chosenEntry.ts';
import { chooseDrug, readChannels } from '../drugActions.ts';
import { besideOf, cmaxOf, concentrationsOf, conditionsOf, washOfForm } from './readExperiment.ts';
import type { CellChoice, ExperimentForm, StudyDesk } from './studyState.ts';

export function changeStudy({ store }: Workstation, patch: Partial<StudyDesk>): void {
  store.update(({ drugStudy }) => ({ drugStudy: { ...drugStudy, ...patch } }));
}

export function changeExperiment(workstation: Workstation, patch: Partial<ExperimentForm>): void {
  changeStudy(workstation, { form: { ...workstation.store.get().drugStudy.form, ...patch } });
}

const SEED = 1;
/** Of the synthetic population that the desk offers. */
export const POPULATION = { cells: 100, seed: 1 };
const PUBLISHED = { cells: 0, seed: 1 };
let lastTicket = 0;

const isCancelled = (message: string): boolean => /cancel/i.test(message);

/** Runs what the forms ask; a field that cannot be used is a notice with its sentence. */
export async function runExperiment(workstation: Workstation): Promise<void> {
  let request: RequestOf<'drug:run'>;
  try {
    request = requestOf(workstation);
  } catch (error) {
    addNotice(workstation.store, 'error', (error as Error).message);
    return;
  }
  changeStudy(workstation, {
    tab: 'response',
    study: null,
    answer: null,
    compared: null,
    cell: 0,
    condition: 0,
    running: {
      ticket: request.ticket,
      fraction: 0,
      part: null,
      drug: request.compound?.drug ?? request.drug,
      source: request.compound === null ? request.source : OWN_SOURCE,
      cells: cellsOnTheWay(workstation),
      conditions: conditionsOf(workstation.store.get().drugStudy.form),
      wash: request.wash,
    },
  });
  const study = await workstation.attempt('drug:run', request, 'drug:run', isCancelled);
  if (workstation.store.get().drugStudy.running?.ticket !== request.ticket) return;
  changeStudy(workstation, {
    running: null,
    ...(study === null ? {} : { study, answerNm: String(study.settings.concentrationsNm.at(-1) ?? '') }),
  });
  await listStudies(workstation);
}

/** What the figures of a run that goes on say of its cells. */
function cellsOnTheWay({ store }: Workstation): StudyView['cell'][] {
  const { drugStudy, openTwin } = store.get();
  const open = valueOf(openTwin);
  const cells = cellChoice(drugStudy.form, open);
  if (open === null || cells === 'published' || cells === 'population') {
    const of = { origin: 'simulated', fitFailed: false } as const;
    return cells === 'population'
      ? [{ ...of, name: `Population of ${POPULATION.cells} cells`, kind: 'population', published: false }]
      : [{ ...of, name: 'Published cell', kind: 'twin', published: true }];
  }
  const of = (failed: boolean): StudyView['cell'] => ({
    name: open.twin.cellName,
    origin: open.twin.simulated === true || open.session.simulated ? 'simulated' : 'recorded',
    fitFailed: failed,
    kind: 'twin',
    published: false,
  });
  return cells === 'twin' ? [of(fitFailed(open.twin.fit))] : twinsOfSession(open).map((twin) => of(twin.fitFailed));
}

/** Whose cells are asked for: without a twin those that need none. */
export function cellChoice({ cells }: Pick<ExperimentForm, 'cells'>, open: OpenTwin | null): CellChoice {
  return open === null && (cells === 'twin' || cells === 'session') ? 'published' : cells;
}

/** As many as an experiment takes. */
function twinsOfSession({ session }: OpenTwin): OpenTwin['session']['twinList'] {
  return session.twinList.slice(0, 20);
}

function requestOf({ store }: Workstation): RequestOf<'drug:run'> {
  const { drugStudy, drugForm, openTwin } = store.get();
  const measured = measuredChoice(store.get());
  const entry = chosenEntry(store.get());
  if (measured !== null && entry === undefined)
    throw new Error('Expected the block measured on this cell, it is not there yet. Wait for it, or choose another source.');
  const { form, compoundName, compoundCmax } = drugStudy;
  const open = valueOf(openTwin);
  const cells = cellChoice(form, open);
  const asked = open === null ? [] : cells === 'twin' ? [{ twinId: open.twinId }] : cells === 'session' ? twinsOfSession(open) : [];
  const twins = open === null ? [] : asked.map(({ twinId }) => ({ sessionKey: open.sessionKey, twinId }));
  const cmax = entry === undefined ? cmaxOf(compoundCmax) : entry.freeCmaxNm;
  const atNm = entry === undefined ? null : measuredAtNm(entry);
  const wash = washOfForm(form, cmax, atNm);
  lastTicket += 1;
  return {
    ticket: lastTicket,
    name: '',
    twins,
    population: cells === 'population' ? POPULATION : cells === 'published' ? PUBLISHED : null,
    drug: entry?.drug ?? (compoundName.trim() || 'Own values'),
    source: entry?.sourceId ?? '',
    compound: entry === undefined ? typedCompound(compoundName.trim() || 'Own values', compoundCmax, drugForm) : null,
    measured,
    allSources: form.allSources,
    concentrationsNm: wash === null ? concentrationsOf(form, cmax, atNm) : [],
    wash,
    beside: besideOf(form),
    conditions: conditionsOf(form).map(({ settleS: _, seconds: __, ...condition }) => condition),
    seed: SEED,
    shares: form.shares,
  };
}

function typedCompound(
  drug: string,
  cmax: string,
  form: Parameters<typeof readChannels>[0],
): NonNullable<RequestOf<'drug:run'>['compound']> {
  return {
    drug,
    freeCmaxNm: cmaxOf(cmax),
    channels: readChannels(form).map((block) => ({ ...block, hillGiven: form.channels[block.channel].hillGiven })),
  };
}

export async function cancelExperiment(workstation: Workstation): Promise<void> {
  await workstation.attempt('drug:cancel', undefined);
  changeStudy(workstation, { running: null });
  await listStudies(workstation);
}

export async function listStudies({ api, load }: Workstation): Promise<void> {
  await load('drugStudies', () => api.call['drug:experiments']());
}

export async function openStudy(workstation: Workstation, id: string): Promise<void> {
  const study = await workstation.attempt('drug:open', { id });
  if (study === null) return;
  const [first] = study.results;
  changeStudy(workstation, {
    study,
    running: null,
    answer: null,
    compared: null,
    tab: 'response',
    cell: first?.cell ?? 0,
    condition: first?.condition ?? 0,
    answerNm: String(study.settings.concentrationsNm.at(-1) ?? ''),
  });
}

export async function removeStudy(workstation: Workstation, id: string): Promise<void> {
  await workstation.attempt('drug:remove', { id });
  await listStudies(workstation);
}

export async function compareStudy(workstation: Workstation, other: string): Promise<void> {
  const { study } = workstation.store.get().drugStudy;
  if (study === null) return;
  changeStudy(workstation, { compared: await workstation.attempt('drug:compare', { id: study.id, other }) });
}

/** Which parameter and channel decide at the concentration of the field. */
export async function askWhatDecides(workstation: Workstation): Promise<void> {
  const { study, cell, condition, answerNm } = workstation.store.get().drugStudy;
  const nM = Number(answerNm);
  if (study === null || !(nM >= 0)) return;
  const answer = await workstation.attempt('drug:sensitivity', { id: study.id, cell, condition, nM }, 'drug:sensitivity', isCancelled);
  if (answer !== null) changeStudy(workstation, { answer });
}

/** Saves the values in the table as a compound of the operator's, and chooses it. */
export async function saveCompound(workstation: Workstation): Promise<void> {
  const { drugForm, drugStudy } = workstation.store.get();
  const drug = drugStudy.compoundName.trim();
  if (drug === '') {
    addNotice(workstation.store, 'error', 'Expected a name for the compound, got nothing. Type it.');
    return;
  }
  let compound: ReturnType<typeof typedCompound>;
  try {
    compound = typedCompound(drug, drugStudy.compoundCmax, drugForm);
  } catch (error) {
    addNotice(workstation.store, 'error', (error as Error).message);
    return;
  }
  const drugs = await workstation.attempt('drug:saveCompound', compound);
  if (drugs === null) return;
  workstation.store.set({ drugs: { kind: 'loaded', value: drugs } });
  chooseDrug(
    workstation,
    drugs.findIndex((entry) => entry.sourceId === OWN_SOURCE && entry.drug === compound.drug),
  );
  addNotice(workstation.store, 'info', `${drug} is saved among the drugs, with the source "own".`);
}

export async function importCompounds(workstation: Workstation): Promise<void> {
  const answer = await workstation.attempt('drug:importCompounds', undefined);
  if (answer === null) return;
  workstation.store.set({ drugs: { kind: 'loaded', value: answer.drugs } });
  addNotice(workstation.store, 'info', `${answer.imported} compounds are imported.`);
  for (const question of answer.questions.slice(0, 5)) addNotice(workstation.store, 'warning', question);
}

export async function removeCompound(workstation: Workstation, drug: string): Promise<void> {
  const drugs = await workstation.attempt('drug:removeCompound', { drug });
  if (drugs !== null) workstation.store.set({ drugs: { kind: 'loaded', value: drugs } });
}
