import { fixed } from '../../ui/quantity.ts';

interface IntervalBarProps {
  readonly multiplier: number;
  readonly interval90: readonly [number, number];
  readonly priorSd: number;
}

const WIDTH = 84;
const HEIGHT = 14;
/** 90 % of a normal distribution lies within this many SD. */
const Z90 = 1.645;

/** The 90 % interval of the multiplier (line) over that of the prior (pale band); the tick is the published cell. */
export function IntervalBar({ multiplier, interval90, priorSd }: IntervalBarProps) {
  const reach = 3 * priorSd;
  const x = (value: number): number => Math.min(WIDTH, Math.max(0, ((value - 1 + reach) / (2 * reach)) * WIDTH));
  const left = x(1 - Z90 * priorSd);
  const from = x(interval90[0]);
  const to = x(interval90[1]);
  const outside = Math.abs(multiplier - 1) > reach;
  return (
    <svg
      className="interval"
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`90 % interval ${fixed(interval90[0], 2)} to ${fixed(interval90[1], 2)}`}
    >
      <rect className="interval-prior" x={left} y="2" width={x(1 + Z90 * priorSd) - left} height={HEIGHT - 4} />
      <line className="interval-one" x1={x(1)} x2={x(1)} y1="0" y2={HEIGHT} />
      <line className="interval-line" x1={from} x2={Math.max(from + 1, to)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      {outside ? (
        <path className="interval-dot" d={multiplier > 1 ? `M${WIDTH} 7 l-6 -4 v8 Z` : 'M0 7 l6 -4 v8 Z'} />
      ) : (
        <circle className="interval-dot" cx={x(multiplier)} cy={HEIGHT / 2} r="2.5" />
      )}
    </svg>
  );
}
