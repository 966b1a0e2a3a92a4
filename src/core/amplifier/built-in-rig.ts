import { PROTOCOL_LIMIT_MV } from '../protocol/protocol.ts';
import type { AmplifierCapabilities } from './capabilities.ts';

/** The simulated rig that comes with the program, and what is planned for before any rig is connected. */
export const BUILT_IN_RIG = {
  name: 'Simulated rig',
  capabilities: {
    modes: ['VC', 'CC', 'I0'],
    sampleRatesHz: [10_000, 20_000, 50_000],
    voltageRangeMv: { lowest: -PROTOCOL_LIMIT_MV, highest: PROTOCOL_LIMIT_MV },
    currentRangesPa: [2000, 20_000, 200_000],
    outputFilter: { lowestHz: 500, highestHz: 25_000, setBy: 'device' },
    stimulusGrid: { voltageStepMv: 0.05, timeStepMs: 0.02 },
    roundedWithin: null,
    itemsPerDownload: 4096,
    restsBetweenDownloads: false,
    compensates: true,
    zap: { levelMv: 2000, longestMs: 20 },
    fastForwardsHold: true,
    onPortClose: 'safe-level',
  },
} as const satisfies { readonly name: string; readonly capabilities: AmplifierCapabilities };
