import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDrugTable } from '../../../core/drug/drug-table.ts';
import { twinMultipliers } from '../../../core/twin/twin-values.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import type { Services } from '../services.ts';

export function drugHandlers({ folders, store, inference }: Services): HandlersOf<'drug'> {
  return {
    'drug:list': () => {
      const file = join(folders.resources, 'drugs', 'drugs.json');
      return parseDrugTable(readFileSync(file, 'utf8'), 'drugs.json');
    },
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
  };
}
