// What recordings of living cells show beside their twins: node scripts/seal-and-waves.ts ROWS.jsonl SET
// ROWS: lines of `evaluate-living --keep`. One line a cell: slow currents that the command does not explain, drift of the seal with its SD,
// and whether a known drift, added to the recording, would be said.
import { currentWaves } from '../src/core/observation/current-waves.ts';
import { usableSamples } from '../src/core/observation/usable-samples.ts';
import { leakDrift } from '../src/inference/twin/leak-drift.ts';
import { isDrift } from '../src/inference/twin/recording-notes.ts';
import { livingTwins, protocol } from './living-twins.ts';

const [rowsFile, set] = process.argv.slice(2);
if (rowsFile === undefined || set === undefined) throw new Error('Usage: node scripts/seal-and-waves.ts ROWS.jsonl SET');
/** Of a cell of 50 pF: 0.5, 1 and 2 nS. */
const ADDED_NS_PF = [0.01, 0.02, 0.04];
const speaks = { waves: 0, drift: 0, added: ADDED_NS_PF.map(() => 0) };
const twins = livingTwins(rowsFile, set);
for (const { row, recording, setting, model, prior, theta } of twins) {
  const usable = { ...recording, currentPaPf: usableSamples(recording).currentPaPf };
  const waves = currentWaves(usable.currentPaPf, protocol, recording.sampleRateHz);
  const driftOf = (added: number) => {
    const currentPaPf = usable.currentPaPf.map((paPf, k) => {
      const mv = (recording.commandMv[k] ?? NaN) + (row.values['offsetMv'] ?? 0);
      return paPf + added * (k / usable.currentPaPf.length - 0.5) * mv;
    });
    return leakDrift({ ...usable, currentPaPf }, setting, model, theta, prior);
  };
  const drift = driftOf(0);
  const said = (of: typeof drift): boolean => of !== null && isDrift(of, recording);
  const found = ADDED_NS_PF.map((added) => said(driftOf(added)));
  if (waves.length > 0) speaks.waves++;
  if (said(drift)) speaks.drift++;
  found.forEach((is, k) => (speaks.added[k] = (speaks.added[k] ?? 0) + (is ? 1 : 0)));
  console.log(
    `${row.cell}  drift ${(drift?.changeNsPf ?? NaN).toFixed(4)} (SD ${(drift?.sdNsPf ?? NaN).toFixed(4)}) nS/pF; said if added: ` +
      `${ADDED_NS_PF.map((added, k) => `${added} ${found[k] === true ? 'yes' : 'no'}`).join(', ')}; waves: ` +
      (waves.map((wave) => `${wave.peakPaPf.toFixed(2)} at ${wave.fromMs.toFixed(0)} to ${wave.toMs.toFixed(0)} ms`).join(', ') || 'none'),
  );
}
console.log(
  `Of ${twins.length} cells: waves in ${speaks.waves}, drift in ${speaks.drift}; of an added drift of ` +
    `${ADDED_NS_PF.join(', ')} nS/pF it is said in ${speaks.added.join(', ')}.`,
);
