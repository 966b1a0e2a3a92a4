import { DEFAULT_CELL } from '../../../core/cell/models.ts';
import { decidingNm } from '../../../core/drug/deciding-level.ts';
import { ensembleSensitivity } from '../../../core/drug/ensemble-sensitivity.ts';
import { provenanceLine } from '../../../core/drug/experiment-id.ts';
import { experimentPopulation, isPublishedCell } from '../../../core/drug/experiment-population.ts';
import type { Experiment, ExperimentCell, ExperimentResult } from '../../../core/drug/experiment-schema.ts';
import { experimentTwin } from '../../../core/drug/experiment-twin.ts';
import { experimentNotes, planExperiment } from '../../../core/drug/plan-experiment.ts';
import { sweepCondition } from '../../../core/drug/sweep-condition.ts';
import { studyPage } from '../../../core/report/study/study-page.ts';
import type { ResponseOf } from '../../../shared/contract/contract.ts';
import type { EventSender } from '../../ipc/event-sender.ts';
import type { ParsedRequest } from '../../ipc/handlers.ts';
import { entryOf } from './own-compounds.ts';
import { measuredDrug, type MeasuredDrugTools } from './measured-drug.ts';
import type { StoredExperiments } from './stored-experiments.ts';

type View = ResponseOf<'drug:run'>;

export interface DrugStudiesOptions extends MeasuredDrugTools {
  readonly stored: StoredExperiments;
  readonly send: EventSender;
  readonly program: string;
}

/** Runs experiments for the window, one at a time; each result is stored as it comes. */
export class DrugStudies {
  readonly #options: DrugStudiesOptions;
  #running: AbortController | null = null;
  #asking: AbortController | null = null;

  constructor(options: DrugStudiesOptions) {
    this.#options = options;
  }

  cancel(): void {
    this.#running?.abort();
    this.#running = null;
  }

  /** @throws InferenceError 'cancelled' where a newer request came; what is done by then is stored */
  async run(wish: ParsedRequest<'drug:run'>): Promise<View> {
    this.cancel();
    const abort = new AbortController();
    this.#running = abort;
    const { experiment, notes } = await this.#plan(wish);
    const { inference, stored, send } = this.#options;
    const before = stored.find(experiment.id);
    const same = before !== null && JSON.stringify(before.versions.equations) === JSON.stringify(experiment.versions.equations);
    const results: ExperimentResult[] = same ? [...before.results] : [];
    const asked: Experiment = { ...experiment, results };
    stored.write(asked);
    try {
      const all = await inference.request('experiment', asked, {
        signal: abort.signal,
        onPartial: ({ fraction, part, result }) => {
          if (result !== null) {
            results.push(result);
            stored.write({ ...experiment, results });
          }
          // The event's schema checks it when it is sent.
          if (!abort.signal.aborted) send('drug:progress', structuredClone({ ticket: wish.ticket, fraction, part }) as never);
        },
      });
      const done: Experiment = { ...experiment, results: all };
      stored.write(done);
      return viewOf(done, notes);
    } finally {
      if (this.#running === abort) this.#running = null;
    }
  }

  /** @throws RequestError where the recording shows no block of the twin's cell */
  measured(key: ParsedRequest<'drug:measured'>): Promise<ResponseOf<'drug:measured'>> {
    return measuredDrug(this.#options, key);
  }

  async sensitivity({ id, cell, condition, nM }: ParsedRequest<'drug:sensitivity'>): Promise<ResponseOf<'drug:sensitivity'>> {
    this.#asking?.abort();
    const abort = new AbortController();
    this.#asking = abort;
    const experiment = this.#options.stored.read(id);
    const sensitivity = await this.#options.inference.request('sensitivity', { experiment, cell, condition, nM }, { signal: abort.signal });
    const levels = experiment.results.find((result) => result.cell === cell && result.condition === condition)?.levels ?? [];
    const [without, level, asked] = [levels.find((each) => each.nM === 0), levels.find((each) => each.nM === nM), experiment.cells[cell]];
    const ensemble = without && level && asked ? ensembleSensitivity(asked, without, level) : [];
    return structuredClone({ sensitivity, ensemble }) as ResponseOf<'drug:sensitivity'>;
  }

  /** A stored experiment with what belongs to it. */
  open(id: string): View {
    const experiment = this.#options.stored.read(id);
    return viewOf(experiment, this.#notesOf(experiment));
  }

  /** Report of a stored experiment, HTML: what decides in its first cell and condition stands in it. */
  async report(id: string): Promise<string> {
    const experiment = this.#options.stored.read(id);
    const nM = decidingNm(experiment.results.find(({ cell, condition }) => cell === 0 && condition === 0)?.levels ?? []);
    const answer = nM === null ? null : await this.#options.inference.request('sensitivity', { experiment, cell: 0, condition: 0, nM });
    return studyPage(experiment, { generatedAt: new Date().toISOString(), notes: this.#notesOf(experiment), sensitivity: answer });
  }

  #notesOf({ settings }: Experiment): string[] {
    return experimentNotes(this.#options.compounds.all(), settings);
  }

  async #plan(wish: ParsedRequest<'drug:run'>): Promise<ReturnType<typeof planExperiment>> {
    const { compounds, program } = this.#options;
    const cells = await this.#cells(wish);
    const given = wish.measured === null ? [] : [(await this.measured(wish.measured)).entry];
    const typed = wish.compound === null ? given : [entryOf(wish.compound)];
    const table = [
      ...compounds.all().filter((entry) => !typed.some(({ drug, sourceId }) => drug === entry.drug && sourceId === entry.sourceId)),
      ...typed,
    ];
    return planExperiment(
      table,
      {
        name: wish.name,
        drug: typed[0]?.drug ?? wish.drug,
        source: typed[0]?.sourceId ?? (wish.source === '' ? undefined : wish.source),
        allSources: wish.allSources,
        concentrationsNm: wish.concentrationsNm,
        wash: wish.wash ?? undefined,
        beside: wish.beside,
        conditions: wish.conditions.map((condition) => sweepCondition(condition)),
        seed: wish.seed,
        shares: wish.shares,
      },
      cells,
      { program, createdAt: new Date().toISOString() },
    );
  }

  async #cells({ twins, population }: ParsedRequest<'drug:run'>): Promise<ExperimentCell[]> {
    const cells: ExperimentCell[] = [];
    for (const { sessionKey, twinId } of twins) {
      const { twin } = await this.#options.store.request('twin', { sessionKey, twinId });
      cells.push(experimentTwin(twin, twin.cellName));
    }
    if (population !== null) cells.push(experimentPopulation({ ...population, kind: 'all' }, DEFAULT_CELL));
    if (cells.length === 0) throw new Error('Expected a twin or a population, got neither. Choose a cell.');
    return cells;
  }
}

/** An experiment as the window has it. */
function viewOf(experiment: Experiment, notes: readonly string[]): View {
  const { id, createdAt, settings, cells, results } = experiment;
  const view = {
    id,
    createdAt,
    provenance: provenanceLine(experiment),
    settings,
    cells: cells.map(({ values, members, ...cell }) => ({
      ...cell,
      members: members.length,
      published: isPublishedCell({ ...cell, values, members }),
    })),
    results,
    notes,
  };
  // The stored experiment is read-only; a message is not. The contract's schema checks it when it is sent.
  return structuredClone(view) as unknown as View;
}
