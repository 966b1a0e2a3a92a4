import type { Shown } from './shown.ts';

/** Histogram as a small SVG; states how many values are beyond its axis. */
export function histogram(values: Float64Array, { label, low, high, bins }: Shown): string {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.floor(((value - low) / (high - low)) * bins);
    if (bin >= 0 && bin < bins) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const inside = counts.reduce((a, b) => a + b, 0);
  const top = Math.max(...counts, 1);
  const [w, h, left, bottom] = [360, 150, 10, 28];
  const bars = counts
    .map((count, i) => {
      const height = (count / top) * (h - bottom - 8);
      return (
        `<rect x="${(left + (i * (w - 2 * left)) / bins).toFixed(1)}" y="${(h - bottom - height).toFixed(1)}" ` +
        `width="${((w - 2 * left) / bins - 0.5).toFixed(1)}" height="${height.toFixed(1)}"/>`
      );
    })
    .join('');
  const ticks = [0, 0.25, 0.5, 0.75, 1]
    .map((share) => {
      const tick = low + share * (high - low);
      const text = Math.abs(high - low) < 10 ? tick.toFixed(1) : String(Math.round(tick));
      return (
        `<text x="${(left + share * (w - 2 * left)).toFixed(0)}" y="${h - 16}" ` +
        `text-anchor="${share === 0 ? 'start' : share === 1 ? 'end' : 'middle'}">${text}</text>`
      );
    })
    .join('');
  const beyond = values.length - inside;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}" role="img" aria-label="Histogram: ` +
    `${label}"><rect width="${w}" height="${h}" fill="#fff"/><g fill="#4a6d8c">${bars}</g><g font-family="sans-serif" ` +
    `font-size="9" fill="#333">${ticks}<text x="${w / 2}" y="${h - 3}" text-anchor="middle">${label}, ${values.length} ` +
    `cells${beyond > 0 ? `, ${beyond} beyond the axis` : ''}</text></g></svg>\n`
  );
}
