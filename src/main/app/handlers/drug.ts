import { readFileSync } from 'node:fs';
import { compareExperiments } from '../../../core/drug/compare-experiments.ts';
import type { Sensitivity } from '../../../core/drug/sensitivity.ts';
import { twinMultipliers } from '../../../core/twin/twin-values.ts';
import type { ResponseOf } from '../../../shared/contract/contract.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import { writeFileWhole } from '../../store/index.ts';
import { askForFile, askWhereToSave } from '../ask-path.ts';
import { figureFile, studyFile } from '../drugs/study-export.ts';
import type { Services } from '../services.ts';

/** Largest table of compounds that is read, bytes. */
const MOST_BYTES = 1_000_000;

export function drugHandlers({ store, inference, studies, experiments, compounds, window }: Services): HandlersOf<'drug'> {
  const list = (): ResponseOf<'drug:list'> => structuredClone(compounds.all());
  return {
    'drug:list': list,
    'drug:apply': async ({ sessionKey, twinId, channels, concentrationNm }) => {
      const { twin } = await store.request('twin', { sessionKey, twinId });
      const result = await inference.request('drug', {
        multipliers: twinMultipliers(twin),
        channels,
        concentrationNm,
        temperatureC: twin.temperatureC,
        members: twin.ensemble?.members ?? [],
      });
      return { ...result, simulated: twin.simulated === true, alarms: twin.alarms };
    },
    'drug:measured': (wish) => studies.measured(wish),
    'drug:run': (wish) => studies.run(wish),
    'drug:cancel': () => studies.cancel(),
    'drug:experiments': () =>
      experiments.list().map(({ id, settings, cells, createdAt, results }) => ({
        id,
        name: settings.name,
        drug: `${settings.entry.drug} (${settings.entry.sourceId})`,
        cells: cells.map(({ name }) => name).join(', '),
        createdAt,
        done: results.length,
        of: cells.length * settings.conditions.length,
      })),
    'drug:open': ({ id }) => studies.open(id),
    'drug:remove': ({ id }) => experiments.remove(id),
    'drug:sensitivity': (request) => studies.sensitivity(request),
    'drug:compare': ({ id, other }) =>
      structuredClone(compareExperiments(experiments.read(id), experiments.read(other))) as unknown as ResponseOf<'drug:compare'>,
    'drug:export': async ({ id, format }) => {
      const experiment = experiments.read(id);
      // By the name that the provenance line gives it, where it is to be run again.
      const name = format === 'json' ? id : `${experiment.settings.entry.drug} ${id}`;
      const target = await askWhereToSave(window(), name, {
        title: format.toUpperCase(),
        extension: format,
      });
      if (target !== null) writeFileWhole(target, [await studyFile(experiment, format, () => studies.report(id))]);
      return target;
    },
    'drug:exportFigure': async (request) => {
      const { id, figure, format } = request;
      const experiment = experiments.read(id);
      const name = `${experiment.settings.entry.drug} ${figure}`;
      const target = await askWhereToSave(window(), name, { title: format.toUpperCase(), extension: format });
      if (target === null) return null;
      const needed = figure === 'tornado' || figure === 'channels';
      const sensitivity = needed ? ((await studies.sensitivity(request)).sensitivity as Sensitivity) : null;
      writeFileWhole(target, [await figureFile(experiment, request, sensitivity)]);
      return target;
    },
    'drug:saveCompound': (compound) => {
      compounds.save(compound);
      return list();
    },
    'drug:removeCompound': ({ drug }) => {
      compounds.remove(drug);
      return list();
    },
    'drug:importCompounds': async () => {
      const file = await askForFile(window(), 'Own compounds', { title: 'CSV', extension: 'csv' });
      if (file === null) return null;
      const bytes = readFileSync(file);
      if (bytes.length > MOST_BYTES) throw new Error(`Expected a table of at most 1 MB, got ${bytes.length} bytes. Split the table.`);
      const { imported, questions } = compounds.import(bytes.toString('utf8'));
      return { drugs: list(), imported, questions };
    },
  };
}
