/** Points of the integral; errors of a quantile are then a few thousandths of an SD. */
const POINTS = 2000;
/** SDs on either side that hold all of a narrow distribution. */
const REACH = 8;

/**
 * Central 90 % interval of a quantity between two bounds with a given mean and SD: that of the beta distribution with this mean and SD.
 * It is uniform where they are those of the uniform distribution, and normal where the SD is small. (A normal distribution cut at the
 * bounds would not have the given SD: the bounds would count twice.)
 */
export function boundedInterval(mean: number, sd: number, [low, high]: readonly [number, number]): [number, number] {
  const width = high - low;
  const share = sd / width;
  const centre = Math.min(1 - 1e-3, Math.max(1e-3, (mean - low) / width));
  const most = centre * (1 - centre);
  if (!Number.isFinite(centre) || !(share > 0)) return [low, high];
  const concentration = Math.max(most / share ** 2 - 1, 1e-3);
  const a = centre * concentration;
  const b = (1 - centre) * concentration;
  const from = Math.max(0, centre - REACH * share);
  const step = (Math.min(1, centre + REACH * share) - from) / POINTS;
  const logs = Float64Array.from({ length: POINTS }, (_, i) => {
    const x = from + (i + 0.5) * step;
    return (a - 1) * Math.log(x) + (b - 1) * Math.log(1 - x);
  });
  const top = logs.reduce((x, y) => Math.max(x, y), -Infinity);
  const masses = logs.map((log) => Math.exp(log - top));
  const total = masses.reduce((x, y) => x + y, 0);
  const quantile = (wanted: number): number => {
    let below = 0;
    const at = masses.findIndex((mass) => (below += mass) >= wanted * total);
    const inside = (below - wanted * total) / (masses[at] as number);
    return low + width * (from + (at + 1 - inside) * step);
  };
  return [quantile(0.05), quantile(0.95)];
}
