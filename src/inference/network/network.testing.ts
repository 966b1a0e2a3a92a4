import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createRandom } from '../../core/random/random.ts';
import type { TrainingRows } from './training-source.ts';

/** Where npm put the wasm files. */
export function wasmFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist');
}

export function normals(count: number, seed: number): Float32Array {
  const random = createRandom(seed);
  return Float32Array.from({ length: count }, () => random.normal());
}

/** A known nonlinear map of 6 features to 3 targets; the third also carries noise of SD 0.5 that no input predicts. */
export function knownMap(rows: number, seed: number): TrainingRows {
  const random = createRandom(seed);
  const features = new Float32Array(rows * 6);
  const targets = new Float32Array(rows * 3);
  for (let r = 0; r < rows; r++) {
    const x = Array.from({ length: 6 }, () => random.normal());
    // Raw scales far from 1, as in recordings.
    features.set(
      x.map((v, i) => 5 * i + v * 10 ** (i - 3)),
      r * 6,
    );
    targets[r * 3] = 1 + 0.2 * Math.sin(1.5 * x[0]!) + 0.1 * x[1]!;
    targets[r * 3 + 1] = 1 + 0.2 * Math.tanh(x[2]! * x[3]!);
    targets[r * 3 + 2] = x[4]! + 0.5 * random.normal();
  }
  return { features, targets, rows };
}
