import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileWhole } from '../../node/files/index.ts';
import { sha256 } from './sha256.ts';

const FILE = 'training.checkpoint';
const MAGIC = 'TwinClamp training 1\n';

const header = z.object({
  /** Everything that must be the same when training continues. */
  identity: z.string(),
  steps: z.number().int().nonnegative(),
  samplesSeen: z.number().nonnegative(),
  elapsedSeconds: z.number().nonnegative(),
  parameters: z.number().int().positive(),
  /** Only for a training with early stopping: the best averaged weights follow the others. */
  best: z.object({ loss: z.number(), step: z.number().int().positive(), evaluationsSince: z.number().int().nonnegative() }).optional(),
  payloadSha256: z.string(),
});

export interface Checkpoint {
  readonly identity: string;
  readonly steps: number;
  readonly samplesSeen: number;
  readonly elapsedSeconds: number;
  readonly weights: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  readonly average: Float32Array;
  readonly best?: BestSoFar;
}

/** The averaged weights with the lowest loss on cells held out, and how long ago that was. */
export interface BestSoFar {
  readonly loss: number;
  readonly step: number;
  /** Evaluations since then without a lower loss. */
  readonly evaluationsSince: number;
  readonly weights: Float32Array;
}

/**
 * File: magic line, header as one JSON line, then weights, first and second moments, averaged and (where present) best weights as float32
 * (little endian).
 */
export async function saveCheckpoint(folder: string, c: Checkpoint): Promise<void> {
  const payload = Buffer.concat([c.weights, c.firstMoment, c.secondMoment, c.average, ...(c.best ? [c.best.weights] : [])].map(bytesOf));
  const head: z.output<typeof header> = {
    identity: c.identity,
    steps: c.steps,
    samplesSeen: c.samplesSeen,
    elapsedSeconds: c.elapsedSeconds,
    parameters: c.weights.length,
    ...(c.best ? { best: { loss: c.best.loss, step: c.best.step, evaluationsSince: c.best.evaluationsSince } } : {}),
    payloadSha256: sha256(payload),
  };
  mkdirSync(folder, { recursive: true });
  writeFileWhole(join(folder, FILE), [`${MAGIC}${JSON.stringify(head)}\n`, payload]);
}

/** @returns null when the folder holds no checkpoint. @throws Error when it holds a damaged one or one of another training. */
export async function loadCheckpoint(folder: string, identity: string): Promise<Checkpoint | null> {
  const path = join(folder, FILE);
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
  const advice = `Delete ${path} to start over.`;
  const end = bytes.indexOf('\n', MAGIC.length);
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC || end < 0) {
    throw new Error(`${path} is not a training checkpoint of this version. ${advice}`);
  }
  const head = header.safeParse(jsonOrNull(bytes.toString('utf8', MAGIC.length, end)));
  if (!head.success) throw new Error(`The header of ${path} is damaged. ${advice}`);
  const { parameters, payloadSha256, best, ...rest } = head.data;
  const payload = bytes.subarray(end + 1);
  const expectedBytes = parameters * 4 * (best ? 5 : 4);
  if (payload.length !== expectedBytes || sha256(payload) !== payloadSha256) {
    throw new Error(
      `${path} is damaged: expected ${expectedBytes} bytes of state with a fitting SHA-256, got ${payload.length} bytes. ${advice}`,
    );
  }
  if (rest.identity !== identity) {
    throw new Error(`${path} belongs to a training with other settings, so it cannot continue from there. ${advice}`);
  }
  const part = (k: number): Float32Array => {
    const copy = new Uint8Array(payload.subarray(k * parameters * 4, (k + 1) * parameters * 4));
    return new Float32Array(copy.buffer, 0, parameters);
  };
  return {
    ...rest,
    weights: part(0),
    firstMoment: part(1),
    secondMoment: part(2),
    average: part(3),
    ...(best ? { best: { ...best, weights: part(4) } } : {}),
  };
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
