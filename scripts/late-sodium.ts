// Do recordings of living cells ask for a late sodium current? node scripts/late-sodium.ts ROWS.jsonl SET
// ROWS: lines of `evaluate-living --keep`. At each twin a late sodium current (O'Hara et al. 2011, PLoS Comput Biol 7:e1002061: a gate m,
// and hL that relaxes with 200 ms) is fitted linearly beside all parameters of the twin, which move along with it: to the clamp, and to
// clamp and the cell's own potential played as a command. Its conductance, SD, and the drop of chi2; the SD counts what is left.
import { recordedBeat } from '../src/core/beat/recorded-beat.ts';
import { beatGrid, FOLLOWED_GRID } from '../src/core/experiment/beat-grid.ts';
import { FollowedBeat } from '../src/core/experiment/followed-beat.ts';
import { HeldBeat } from '../src/core/experiment/held-beat.ts';
import { addedWaveform } from '../src/core/inference/added-waveform.ts';
import { residualCorrelation } from '../src/core/inference/residual-correlation.ts';
import { sensitivities } from '../src/core/inference/sensitivities.ts';
import { joined } from '../src/core/math/joined.ts';
import { sampleCommand } from '../src/core/protocol/protocol.ts';
import { filledPotential } from '../src/core/trace/filled-potential.ts';
import { observedClamp } from '../src/inference/twin/observed-clamps.ts';
import { kernel, livingTwins, protocol, type LivingTwin } from './living-twins.ts';

const [rowsFile, set] = process.argv.slice(2);
if (rowsFile === undefined || set === undefined) throw new Error('Usage: node scripts/late-sodium.ts ROWS.jsonl SET');

/** Conductance of the epicardial cell of that paper, nS/pF. */
const PUBLISHED = 0.0075;
const TAU_HL_MS = 200;
const RT_F_MV = 26.71;
/** Sodium inside as the published cell begins, mM. */
const { sodiumMm } = kernel.model;
const REVERSAL_MV = RT_F_MV * Math.log(sodiumMm.outside / sodiumMm.inside);
/** The potential plays as a command where the coupling is this fast, ms; errors as in the first step of the search. */
const COUPLING_MS = 1;
const FOLLOW = { mostMv: 1, lateMs: 3 };
/** One-sided, of a normal distribution at 0.05 over all cells and both questions (Bonferroni). */
const LEVEL = 0.05;

const mL = (mv: number): number => 1 / (1 + Math.exp(-(mv + 42.85) / 5.264));
const hL = (mv: number): number => 1 / (1 + Math.exp((mv + 87.61) / 7.488));

/** Of 1 nS/pF, A/F, along a potential; the gate begins at rest. */
function lateSodium(mv: ArrayLike<number>, dtMs: (k: number) => number, turns = 1): Float64Array {
  const current = new Float64Array(mv.length);
  let gate = hL(mv[0] ?? -80);
  for (let turn = 0; turn < turns; turn++) {
    for (let k = 0; k < mv.length; k++) {
      const v = mv[k] as number;
      gate = hL(v) + (gate - hL(v)) * Math.exp(-dtMs(k) / TAU_HL_MS);
      current[k] = mL(v) * gate * (v - REVERSAL_MV);
    }
  }
  return current;
}

/** Observations, what the twin makes of them, what a late sodium current adds, and how parameters change them; all in SDs. */
interface Part {
  readonly residual: Float64Array;
  readonly waveform: Float64Array;
  readonly columns: readonly Float64Array[];
  readonly sigma: Float64Array;
}

function partOf(
  { model, theta }: LivingTwin,
  simulate: (thetas: readonly Float64Array[]) => Float64Array[],
  observed: Float64Array,
  sigma: Float64Array,
  waveform: Float64Array,
): Part {
  const [simulated = new Float64Array(0)] = simulate([theta]);
  const weight = sigma.map((sd) => (Number.isFinite(sd) ? 1 / sd : 0));
  const inSds = (values: Float64Array): Float64Array => values.map((value, r) => ((weight[r] as number) > 0 ? value : 0));
  return {
    residual: inSds(observed.map((value, r) => (value - (simulated[r] as number)) * (weight[r] as number))),
    waveform: inSds(waveform.map((value, r) => value * (weight[r] as number))),
    columns: sensitivities(model.parameters, simulate, theta, simulated, true, weight).map(inSds),
    sigma,
  };
}

function clampPart(twin: LivingTwin): Part {
  const { recording, setting, model, theta } = twin;
  const { observed, sigma } = observedClamp({ recording, setting, model });
  const { offsetMv } = model.artefacts(theta);
  const { capacitanceRatio } = model.recordedAs(theta);
  const command = sampleCommand(protocol, recording.sampleRateHz).map((mv) => mv + offsetMv);
  const current = lateSodium(command, () => 1000 / recording.sampleRateHz);
  const { from, to } = model.bins;
  const waveform = Float64Array.from(from, (first, r) => {
    const end = to[r] as number;
    return (capacitanceRatio * current.subarray(first, end).reduce((sum, value) => sum + value, 0)) / (end - first);
  });
  return partOf(twin, (thetas) => model.simulate(thetas), observed, sigma, waveform);
}

/** The observation is the potential's error, mV, which a current causes within the coupling's time constant. */
function potentialPart(twin: LivingTwin): Part {
  const { potential, model, theta } = twin;
  const beat = recordedBeat(filledPotential(potential), 1000 / potential.sampleRateHz);
  const followed = new FollowedBeat(new HeldBeat(kernel, beat));
  const { offsetMv } = model.artefacts(theta);
  const { dtMs, commandMv } = beatGrid(beat, FOLLOWED_GRID);
  const current = lateSodium(
    commandMv.map((mv) => mv + offsetMv),
    (k) => dtMs[k] as number,
    Math.ceil(5000 / beat.periodMs),
  );
  const waveform = followed.spread((step) => -(current[step] as number) * COUPLING_MS);
  return partOf(
    twin,
    (thetas) =>
      followed.observe(
        thetas.map((one) => model.cell(one)),
        COUPLING_MS,
      ),
    followed.observed,
    followed.sigma(COUPLING_MS, FOLLOW),
    waveform,
  );
}

interface Gain {
  readonly conductance: number;
  readonly sd: number;
  readonly drop: number;
}

function gainOf({ theta, prior }: LivingTwin, parts: readonly Part[]): Gain | null {
  const columns = theta.map((_, i) => i);
  const found = addedWaveform(
    {
      residual: joined(parts.map(({ residual }) => residual)),
      columns: Array.from(columns, (i) => joined(parts.map((part) => part.columns[i] as Float64Array))),
      ...(prior === null ? {} : { precision: prior.precision }),
      fromCentre: theta.map((z, i) => z - (prior?.centre[i] ?? 0)),
    },
    joined(parts.map(({ waveform }) => waveform)),
  );
  if (found === null) return null;
  const sigma = joined(parts.map((part) => part.sigma));
  const { lag1 = 0, chance = 1 } = residualCorrelation(found.left, sigma) ?? {};
  const counted = sigma.reduce((sum, sd) => sum + (Number.isFinite(sd) ? 1 : 0), 0);
  const chi2 = found.left.reduce((sum, z) => sum + z * z, 0) / counted;
  const shared = lag1 <= chance ? 0 : Math.min(0.98, lag1);
  const widened = (Math.max(1, chi2) * (1 + shared)) / (1 - shared);
  return { conductance: found.amplitude, sd: found.sd * Math.sqrt(widened), drop: found.drop / widened };
}

/** The normal quantile by bisection of the tail, which is small. */
function quantile(tail: number): number {
  const above = (x: number): number => {
    // Abramowitz & Stegun 26.2.17.
    const t = 1 / (1 + 0.2316419 * x);
    const polynomial = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return (Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)) * polynomial;
  };
  let [low, high] = [0, 10];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (above(middle) > tail) low = middle;
    else high = middle;
  }
  return low;
}

const twins = livingTwins(rowsFile, set);
const needed = quantile(LEVEL / (2 * twins.length));
const words = (gain: Gain | null): string =>
  gain === null ? '-' : `${gain.conductance.toFixed(4)} (SD ${gain.sd.toFixed(4)}), chi2 falls by ${gain.drop.toFixed(1)}`;
const gained = [0, 0];
for (const twin of twins) {
  const clamp = clampPart(twin);
  const gains = [gainOf(twin, [clamp]), gainOf(twin, [clamp, potentialPart(twin)])];
  gains.forEach((gain, k) => {
    if (gain !== null && gain.conductance > needed * gain.sd) gained[k] = (gained[k] as number) + 1;
  });
  console.log(`| \`${twin.row.cell}\` | ${words(gains[0] ?? null)} | ${words(gains[1] ?? null)} |`);
}
console.log(
  `nS/pF; ${PUBLISHED} in the paper. Significant from ${needed.toFixed(2)} SDs on (one-sided, ${LEVEL} over ` +
    `${2 * twins.length} questions): by the clamp in ${gained[0]}, by clamp and potential in ${gained[1]} of ${twins.length} cells.`,
);
