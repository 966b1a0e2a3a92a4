/** Loads the library of the folder given and multiplies two matrices with it: exit code 0 and one line when the product is right. */
import * as tf from '@tensorflow/tfjs-core';
import { startTensorflowLibrary } from '../../src/inference/backend/tensorflow-library.ts';

const runsOn = await startTensorflowLibrary(process.argv[2] ?? '');
const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2])).dataSync();
if (String(Array.from(product)) !== '19,22,43,50') throw new Error(`Expected the product 19,22,43,50, got ${String(Array.from(product))}.`);
console.log(`${runsOn}: it computes.`);
