import type { MessagePort } from 'node:worker_threads';
import type { Hdf5Dataset, Hdf5Group } from '../../core/formats/hdf5/hdf5-file.ts';

/** Calls to the thread that holds an HDF5 file; the answers are in the same order. */
export type Hdf5Call =
  | { readonly kind: 'open' }
  | { readonly kind: 'get'; readonly path: string }
  | { readonly kind: 'numbers' | 'texts' | 'references'; readonly path: string };

/** A node without its values. */
export type Hdf5Node =
  Pick<Hdf5Group, 'kind' | 'attributes' | 'names'> | Pick<Hdf5Dataset, 'kind' | 'shape' | 'type' | 'attributes'> | null;

export type Hdf5Answer =
  | { readonly ok: true; readonly value: Hdf5Node | ArrayLike<number> | readonly string[] }
  /** `refused`: the file is to blame, and the message is for the operator. */
  | { readonly ok: false; readonly refused: boolean; readonly message: string };

export interface Hdf5WorkerData {
  readonly bytes: Uint8Array;
  readonly port: MessagePort;
  /** Counts the answers; the asking thread sleeps on it. */
  readonly answered: Int32Array;
}
