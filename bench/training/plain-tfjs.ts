import * as tf from '@tensorflow/tfjs-core';
import { registerHooks } from 'node:module';
import { buildNetwork, type NetworkShape, setFlatWeights } from '../../src/inference/network/index.ts';

// tfjs' gradients are published for bundlers only: their imports leave out the file name's ending.
registerHooks({
  resolve: (specifier, context, next) => {
    const bare = specifier.startsWith('.') && !/\.\w+$/.test(specifier) && context.parentURL?.includes('/tfjs-core/dist/') === true;
    return next(bare ? `${specifier}.js` : specifier, context);
  },
});
const gradients = '@tensorflow/tfjs-core/dist/register_all_gradients.js';
await import(gradients);

/** A step of tfjs' own automatic differentiation and Adam on the network's layers model. */
export function plainTfjsStep(shape: NetworkShape, weights: Float32Array, x: Float32Array, y: Float32Array, rows: number): () => void {
  const model = buildNetwork(shape);
  setFlatWeights(model, shape, weights);
  const adam = tf.train.adam(1e-3);
  const xTensor = tf.tensor2d(x, [rows, shape.features]);
  const yTensor = tf.tensor2d(y, [rows, shape.outputs]);
  return () => {
    tf.tidy(() => {
      adam.minimize(() => {
        const head = model.apply(xTensor, { training: true }) as tf.Tensor2D;
        return tf.mean<tf.Scalar>(tf.square(tf.sub(tf.slice(head, [0, 0], [rows, shape.outputs]), yTensor)));
      });
    });
  };
}
