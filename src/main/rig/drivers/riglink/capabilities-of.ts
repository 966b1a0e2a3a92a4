import { BUILT_IN_RIG } from '../../../../core/amplifier/built-in-rig.ts';
import type { AmplifierCapabilities } from '../../../../core/amplifier/capabilities.ts';
import { PROTOCOL_LIMIT_MV } from '../../../../core/protocol/protocol.ts';
import type { Welcome } from '../../../../shared/riglink/index.ts';
import { CAPABILITY } from '../../../../shared/riglink/index.ts';

/** The protocol counts items in 16 bits; a device that takes fewer refuses. */
const MOST_ITEMS = 0xffff;
/** For a device before v1.1, which does not report its grid: it rounds, so that a level is off by at most half a step. */
const COARSEST_GRID = { voltageStepMv: 1, timeStepMs: 0.1 } as const;
const ROUNDED_WITHIN = { levelMv: 0.5, timeMs: 0.1 } as const;

/** A device in front of an amplifier has none of its own: what the knob of the amplifier is at. */
const OPERATORS_FILTER = { lowestHz: 100, highestHz: 100_000, setBy: 'operator' } as const;

/** What a RigLink device can do, by its WELCOME and by what the protocol requires of every device (docs/riglink.md). */
export function capabilitiesOf({ capabilities, sampleRatesHz, currentRangesPa, grid, zap }: Welcome): AmplifierCapabilities {
  const can = (capability: number): boolean => (capabilities & capability) !== 0;
  return {
    modes: can(CAPABILITY.currentClamp) ? ['VC', 'CC', 'I0'] : ['VC', 'I0'],
    sampleRatesHz,
    // The device reports no range: any potential that a patched cell survives.
    voltageRangeMv: { lowest: -PROTOCOL_LIMIT_MV, highest: PROTOCOL_LIMIT_MV },
    currentRangesPa,
    outputFilter: can(CAPABILITY.simulated) ? BUILT_IN_RIG.capabilities.outputFilter : OPERATORS_FILTER,
    stimulusGrid: grid === null ? COARSEST_GRID : { voltageStepMv: grid.levelStepUv / 1000, timeStepMs: grid.timeStepUs / 1000 },
    roundedWithin: grid === null ? ROUNDED_WITHIN : null,
    itemsPerDownload: can(CAPABILITY.simulated) ? BUILT_IN_RIG.capabilities.itemsPerDownload : MOST_ITEMS,
    restsBetweenDownloads: false,
    compensates: true,
    zap: zap === undefined ? null : { levelMv: zap.levelUv / 1000, longestMs: zap.durationUs / 1000 },
    fastForwardsHold: can(CAPABILITY.fastForward),
    onPortClose: 'safe-level',
  };
}
