import type * as tf from '@tensorflow/tfjs-core';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { cholesky } from '../../core/math/cholesky.ts';
import type { LayersModelJson } from '../backend/backend.ts';
import { parameterLayout } from './architecture.ts';
import { ModelFileError } from './model-file-error.ts';
import { type NetworkCard, networkCard } from './network-card.ts';
import { sha256 } from './sha256.ts';

export { saveModel, type ModelToSave } from './model-save.ts';

/** Expectations of the caller; each that is given is checked. */
export interface ExpectedModel {
  readonly protocolId?: string;
  readonly featureLayoutId?: string;
  readonly featureCount?: number;
  readonly outputIds?: readonly string[];
}

export interface ModelFile {
  readonly card: NetworkCard;
  /** Of model.json. */
  readonly modelJson: LayersModelJson;
  /** Content of weights.bin. */
  readonly weights: ArrayBuffer;
}

const modelJsonSchema = z.object({
  format: z.literal('layers-model'),
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z
    .array(
      z.object({
        paths: z.array(z.literal('weights.bin')).length(1),
        weights: z.array(
          z.object({
            name: z.string(),
            shape: z.array(z.number().int().positive()),
            dtype: z.literal('float32'),
            quantization: z.object({ dtype: z.literal('float16'), original_dtype: z.literal('float32') }).optional(),
          }),
        ),
      }),
    )
    .length(1),
});

/** Reads and verifies a folder written by saveModel. @throws ModelFileError */
export async function readModelFile(folder: string, expected: ExpectedModel = {}): Promise<ModelFile> {
  const card = parse(networkCard, 'card', folder, 'card.json', await read(folder, 'card.json'));
  checkExpected(folder, card, expected);
  checkCorrelation(folder, card);
  const json = parse(modelJsonSchema, 'topology', folder, 'model.json', await read(folder, 'model.json'));
  const bytes = await read(folder, 'weights.bin');
  if (bytes.length !== card.weightsBytes) {
    throw new ModelFileError(
      'weights-corrupted',
      `weights.bin in ${folder} should have ${card.weightsBytes} bytes but has ${bytes.length}: it is cut or another network's. ` +
        `Reinstall or train the network again.`,
    );
  }
  const digest = sha256(bytes);
  if (digest !== card.weightsSha256) {
    throw new ModelFileError(
      'weights-corrupted',
      `weights.bin in ${folder} is corrupted: its SHA-256 should be ${card.weightsSha256} but is ${digest}. Reinstall or train ` +
        `the network again.`,
    );
  }
  const weightSpecs = json.weightsManifest[0]!.weights as tf.io.WeightsManifestEntry[];
  checkManifest(folder, card, weightSpecs);
  const copy = new Uint8Array(bytes);
  checkFinite(folder, card, copy);
  return { card, modelJson: { modelTopology: json.modelTopology, weightSpecs }, weights: copy.buffer };
}

function checkExpected(folder: string, card: NetworkCard, expected: ExpectedModel): void {
  const { shape } = card;
  const counts = [card.featureMean.length, card.featureSd.length];
  if (counts.some((n) => n !== shape.features) || (expected.featureCount ?? shape.features) !== shape.features) {
    throw new ModelFileError(
      'wrong-feature-count',
      `The network in ${folder} takes ${shape.features} features, standardises ${counts.join(' and ')}, and ` +
        `${expected.featureCount ?? shape.features} are to be given. Use the network trained for these features.`,
    );
  }
  if (expected.protocolId !== undefined && expected.protocolId !== card.protocolId) {
    throw new ModelFileError(
      'wrong-protocol',
      `The network in ${folder} was trained for the protocol ${card.protocolId}, but the recording was made with ` +
        `${expected.protocolId}. Choose a network for that protocol or record with ${card.protocolId}.`,
    );
  }
  if (expected.featureLayoutId !== undefined && expected.featureLayoutId !== card.featureLayoutId) {
    throw new ModelFileError(
      'wrong-feature-layout',
      `The network in ${folder} reads the feature layout ${card.featureLayoutId}, but this program makes ` +
        `${expected.featureLayoutId}. Train the network again.`,
    );
  }
  const ids = expected.outputIds ?? card.outputIds;
  const lengths = [card.outputIds.length, card.targetMean.length, card.targetSd.length];
  if (lengths.some((n) => n !== shape.outputs) || ids.length !== shape.outputs || ids.some((id, i) => id !== card.outputIds[i])) {
    throw new ModelFileError(
      'wrong-outputs',
      `The network in ${folder} gives ${lengths.join(', ')} outputs (ids, means, SDs), expected ${ids.length}: ` +
        `${ids.slice(0, 3).join(', ')}, ... Train the network again.`,
    );
  }
}

function checkCorrelation(folder: string, { errorCorrelation, shape }: NetworkCard): void {
  if (errorCorrelation === undefined) return;
  const p = shape.outputs;
  if (errorCorrelation.length !== p * p || !cholesky(Float64Array.from(errorCorrelation), p)) {
    throw new ModelFileError(
      'card',
      `card.json in ${folder} should hold a definite correlation of ${p} x ${p} errors, it has ${errorCorrelation.length} ` +
        `values. Reinstall or train the network again.`,
    );
  }
}

function checkManifest(folder: string, card: NetworkCard, specs: readonly tf.io.WeightsManifestEntry[]): void {
  const layout = parameterLayout(card.shape);
  const half = card.precision === 'float16';
  const listed = specs.map((s) => `${s.name}[${s.shape.join()}]${s.quantization === undefined ? '' : '/16'}`).join(' ');
  const wanted = layout.map((p) => `${p.name}[${p.shape.join()}]${half ? '/16' : ''}`).join(' ');
  const values = layout.reduce((sum, p) => sum + p.size, 0);
  if (listed !== wanted || card.weightsBytes !== values * (half ? 2 : 4)) {
    throw new ModelFileError(
      'topology',
      `model.json in ${folder} lists other weights than card.json describes (${layout.length} tensors, ${values} values, ` +
        `${card.precision}). Reinstall or train the network again.`,
    );
  }
}

function checkFinite(folder: string, card: NetworkCard, bytes: Uint8Array): void {
  const bad =
    card.precision === 'float16'
      ? new Uint16Array(bytes.buffer).findIndex((h) => (h & 0x7c00) === 0x7c00)
      : new Float32Array(bytes.buffer).findIndex((w) => !Number.isFinite(w));
  if (bad >= 0) {
    throw new ModelFileError('weights-not-finite', `Weight ${bad} in ${folder} is not a finite number. Train the network again.`);
  }
}

async function read(folder: string, name: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelFileError(
      'missing',
      `A network needs model.json, weights.bin and card.json in ${folder}; ${name} could not be read: ${reason}`,
    );
  }
}

function parse<T extends z.ZodType>(schema: T, problem: 'card' | 'topology', folder: string, name: string, bytes: Buffer): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelFileError(problem, `${name} in ${folder} is not JSON (${reason}). Reinstall or train the network again.`);
  }
  const result = schema.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new ModelFileError(
      problem,
      `${name} in ${folder} is not a network of this version: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'unknown'}. ` +
        `Reinstall or train the network again.`,
    );
  }
  return result.data;
}
