import { createRandom } from '../../core/random/random.ts';
import { type NetworkShape, parameterCount, parameterLayout } from './architecture.ts';

/**
 * Starting weights. Kernels are normal with variance 1/inputs (2/inputs before a swish, He et al. 2015); what a block adds is scaled by
 * 1/sqrt(2 * blocks), so that the depth does not change the size of the sum; the head starts small: mean near 0, SD near 1 (the prior).
 */
export function initialWeights(shape: NetworkShape, seed: number): Float32Array {
  const random = createRandom(seed);
  const flat = new Float32Array(parameterCount(shape));
  for (const p of parameterLayout(shape)) {
    if (p.role === 'gain') flat.fill(1, p.offset, p.offset + p.size);
    if (p.role !== 'kernel') continue;
    const inputs = p.shape[0] ?? 1;
    const spread = Math.sqrt(1 / inputs) * gainOf(p.name, shape.blocks);
    for (let i = p.offset; i < p.offset + p.size; i++) flat[i] = spread * random.normal();
  }
  return flat;
}

function gainOf(name: string, blocks: number): number {
  if (name.includes('_expand')) return Math.SQRT2;
  if (name.includes('_project')) return 1 / Math.sqrt(2 * blocks);
  return name.startsWith('head') ? 0.1 : 1;
}
