import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { biasOfFit } from './cells/bias-of-fit.ts';
import { playedCell, type FilteredBy } from './cells/played-cell.ts';
import { PROTOCOLS_DIR, RESOURCES_DIR, WASM_DIR, MODELS_DIR } from '../src/cli/paths.ts';
import { PopulationKernel } from '../src/core/simulate/kernel.ts';
import { againstTruth } from '../src/core/twin/against-truth.ts';
import { chooseBackend, kernelPath, ModelLibrary, TwinMaker } from '../src/inference/index.ts';
import { findProtocol } from '../src/main/store/index.ts';

// npm run verify:intervals [-- --cells N] [--first N] [--rates HZ,...] [--filtered-by amplifier|host] [--protocol ID] [--bias]
// Simulated cells behind the simulated amplifier, without a line and a clock: do the 90 % intervals of their twins hold what was
// drawn? --bias instead: how far does a fit of the record without noise move from the true cell?
const { values } = parseArgs({
  options: {
    cells: { type: 'string', default: '5' },
    first: { type: 'string', default: '1' },
    rates: { type: 'string', default: '10000,20000,50000' },
    'filtered-by': { type: 'string', default: 'amplifier' },
    protocol: { type: 'string', default: 'twinclamp-10s' },
    bias: { type: 'boolean', default: false },
  },
});
const FILTERED_BY: readonly FilteredBy[] = ['amplifier', 'host'];
/** Share of the true values that intervals of 90 % are to hold. */
const [LEAST, MOST] = [0.85, 0.95];

async function main(): Promise<void> {
  const filteredBy = FILTERED_BY.find((by) => by === values['filtered-by']);
  if (filteredBy === undefined) throw new Error(`--filtered-by: expected ${FILTERED_BY.join(' or ')}, got "${values['filtered-by']}".`);
  const protocol = findProtocol(PROTOCOLS_DIR, values.protocol);
  const maker = new TwinMaker(await PopulationKernel.load(readFileSync(kernelPath(RESOURCES_DIR))));
  const library = new ModelLibrary(MODELS_DIR, await chooseBackend({ wasmDir: WASM_DIR }));
  for (const rate of values.rates.split(',').map(Number)) {
    let [held, of, square] = [0, 0, 0];
    for (let seed = Number(values.first); seed < Number(values.first) + Number(values.cells); seed++) {
      const { recording, multipliers } = playedCell(seed, protocol, rate, filteredBy);
      if (values.bias) {
        const noiseless = playedCell(seed, protocol, rate, filteredBy, 0).recording;
        const { rms, largest, chi2 } = await biasOfFit(maker, noiseless, recording, multipliers);
        const most = largest.map(([id, sds]) => `${id} ${sds.toFixed(1)}`).join(', ');
        console.log(`Cell ${seed}, ${rate / 1000} kHz: ${rms.toFixed(2)} SDs (rms), most ${most}; chi2 left ${chi2.toFixed(0)}.`);
        continue;
      }
      const network = await library.forProtocol(protocol, rate, 37);
      const request = {
        recording,
        cellName: `Simulated cell ${seed}`,
        recordingName: 'played',
        recordingCrc32: 0,
        method: 'refined',
        seed: 1,
        mode: 'rig',
        createdAt: '2026-01-01T00:00:00Z',
        program: 'verify:intervals',
      } as const;
      const { twin } = await maker.make(request, { predictor: network.predictor, networkProblem: network.problem, backend: null });
      const truth = againstTruth(twin, multipliers);
      held += truth.inIntervals;
      of += truth.of;
      square += truth.of * truth.rmsErrorInSds ** 2;
      console.log(
        `Cell ${seed}, ${rate / 1000} kHz: ${truth.inIntervals} of ${truth.of}, errors ${truth.rmsErrorInSds.toFixed(2)} of the SDs, ` +
          `chi2 ${twin.fit.chi2PerSample.toFixed(2)}.`,
      );
    }
    if (values.bias) continue;
    const share = held / of;
    console.log(
      `${rate / 1000} kHz: ${held} of ${of} true values are within the 90 % intervals (${(100 * share).toFixed(1)} %); errors are ` +
        `${Math.sqrt(square / of).toFixed(2)} of the stated SDs (rms).`,
    );
    if (share < LEAST || share > MOST) process.exitCode = 1;
  }
}

await main();
