import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDrugTable } from '../../../core/drug/drug-table.ts';
import { twinMultipliers } from '../../../core/twin/twin-values.ts';
import type { TwinBeat } from '../../../core/twin/twin.ts';
import type { ResponseOf } from '../../../shared/contract/contract.ts';
import type { HandlersOf } from '../../ipc/handlers.ts';
import type { Services } from '../services.ts';

type BeatMessage = ResponseOf<'drug:apply'>['before'];
const message = (beat: TwinBeat): BeatMessage => ({ ...beat, voltageMv: [...beat.voltageMv] });

export function drugHandlers({ folders, store, inference }: Services): HandlersOf<'drug'> {
  return {
    'drug:list': () => {
      const file = join(folders.resources, 'drugs', 'drugs.json');
      return parseDrugTable(readFileSync(file, 'utf8'), 'drugs.json').map((entry) => ({
        ...entry,
        channels: entry.channels.map((channel) => ({ ...channel })),
      }));
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
      return {
        before: message(result.before),
        after: message(result.after),
        ensemble: structuredClone(result.ensemble),
        simulated: twin.simulated === true,
        alarms: [...twin.alarms],
        blockedFraction: result.blockedFraction.map((entry) => ({ ...entry })),
        notes: [...result.notes],
      };
    },
  };
}
