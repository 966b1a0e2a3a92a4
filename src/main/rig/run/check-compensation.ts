import type { Compensation } from '../../../core/amplifier/compensation.ts';
import { RigError } from '../rig-error.ts';

interface Allowed {
  readonly label: string;
  readonly unit: string;
  /** Largest difference from what was asked: the knobs of an amplifier have steps. */
  readonly off: (asked: number) => number;
  /** True where less than asked is acceptable, for instance from an amplifier without prediction. */
  readonly lessIsFine?: true;
  readonly most?: number;
}

const ALLOWED: { readonly [K in keyof Compensation]: Allowed } = {
  fastCapacitancePf: { label: 'pipette capacitance', unit: 'pF', off: (asked) => Math.max(1, 0.1 * asked), lessIsFine: true },
  membraneCapacitancePf: { label: 'membrane capacitance', unit: 'pF', off: (asked) => Math.max(1, 0.1 * asked) },
  seriesResistanceMohm: { label: 'series resistance', unit: 'MOhm', off: (asked) => Math.max(0.5, 0.1 * asked) },
  correctionPercent: { label: 'correction', unit: '%', off: () => 1, lessIsFine: true, most: 100 },
  predictionPercent: { label: 'prediction', unit: '%', off: () => 1, lessIsFine: true, most: 100 },
  lagUs: { label: 'lag', unit: 'us', off: () => 1000 },
  // These two move the potential of the cell.
  junctionPotentialMv: { label: 'junction potential', unit: 'mV', off: () => 0.5 },
  offsetMv: { label: 'offset', unit: 'mV', off: () => 0.5 },
};

/**
 * Checks that the reported compensation is possible: the recording is read with these values, and more than was asked makes
 * a clamp ring. @throws RigError bad-device
 */
export function checkCompensation(asked: Compensation, realised: Compensation): Compensation {
  for (const name of Object.keys(ALLOWED) as (keyof Compensation)[]) {
    const { label, unit, off, lessIsFine, most } = ALLOWED[name];
    const came = realised[name];
    const wanted = asked[name];
    const least = lessIsFine === true ? Math.min(0, wanted) : wanted - off(wanted);
    const highest = Math.min(wanted + off(wanted), most ?? Number.POSITIVE_INFINITY);
    // Written so that NaN fails; half a step in the last digit of a 32-bit float.
    if (came >= least - 1e-4 && came <= highest + 1e-4) continue;
    throw new RigError(
      'bad-device',
      `Compensation: the amplifier was asked for ${label} ${round(wanted)} ${unit} and says it was set to ${round(came)} ` +
        `${unit}. Check the amplifier, or lower what is asked.`,
    );
  }
  return realised;
}

/** @throws RigError refused where a value could not be sent */
export function assertCompensation(asked: Compensation): void {
  for (const [name, value] of Object.entries(asked)) {
    if (Number.isFinite(value)) continue;
    const { label, unit } = ALLOWED[name as keyof Compensation];
    throw new RigError('refused', `Compensation: expected a number of ${unit} for ${label}, got ${value}. Run the membrane test again.`);
  }
}

function round(value: number): string {
  return String(Number(value.toPrecision(4)));
}
