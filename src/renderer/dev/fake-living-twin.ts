import { beatBand } from '../../core/twin/beat-band.ts';
import type { Twin } from '../state/appState.ts';
import { fakeBeat, fakeTwin } from './fake-cell.ts';

/** A made-up twin of clamp and potential of the harness's living cell; see fake-cell.ts. */
export function fakeLivingTwin(cellName: string, protocolId: string, alarms: string[]): Twin {
  const twin = fakeTwin('fit', cellName, protocolId, alarms);
  const offsetMv = -8.2;
  const members = Array.from({ length: 24 }, (_, k) => ({
    ...fakeBeat(905 + 1.6 * k, 372 + 1.5 * k, 24 + 0.3 * k, -83.4 + 0.12 * k),
    offsetMv: offsetMv + 0.05 * (k - 12),
  }));
  const beatWithLeak = fakeBeat(921.4, 388.2, 26.9, -82.5);
  const band = beatBand(members, beatWithLeak);
  return {
    ...twin,
    temperatureSource: 'assumed',
    simulated: false,
    cell: 'living',
    evidence: {
      mode: 'clamp+potential',
      used: [
        { recording: 's2.twinclamp recording 1', crc32: 1, kind: 'clamp' },
        { recording: 's2.twinclamp recording 2', crc32: 2, kind: 'potential' },
      ],
      leftOut: [{ recording: 's2.twinclamp recording 3', why: 'It was interrupted and is not whole.' }],
      prior: { name: 'living-ipsc-2023', cells: 20 },
    },
    nuisance: [...twin.nuisance, { id: 'offsetMv', label: 'Command offset', unit: 'mV', value: offsetMv, sd: 0.7 }],
    recordingNotes: [
      'Samples left out of 79010: 412 excluded by hand.',
      'The noise (0.301 pA/pF) passed a filter: neighbouring samples share 41 % of it, which observations allow for.',
    ],
    beatWithLeak,
    ...(band === null ? {} : { beatBand: band }),
  };
}
