/** What HDF5 data sets and attributes of an export hold. Paths name objects that stand earlier in the file. */
export type Hdf5Content =
  | string
  | readonly string[]
  | { readonly floats: readonly number[] }
  | { readonly float: number }
  | { readonly integers: readonly number[] }
  /** Not below nought. */
  | { readonly counts: readonly number[] }
  | { readonly integer: number }
  | { readonly reference: string }
  | { readonly references: readonly string[] }
  /** Rows of (first sample, samples, series), as NWB points to stretches of series. */
  | { readonly stretches: readonly { readonly first: number; readonly samples: number; readonly series: string }[] };

export type Hdf5Attributes = Readonly<Record<string, Hdf5Content>>;

/**
 * CRC-32 over the values of some series, as bytes one series after another.
 * @param start what the checksum goes on from, where values were sealed together with something else
 */
export interface SampleSeal {
  readonly start: number;
  readonly sum: number;
}

/** One step of writing an HDF5 file; folders stand before what is in them. */
export type Hdf5Step =
  | { readonly kind: 'group'; readonly path: string; readonly attributes?: Hdf5Attributes }
  | { readonly kind: 'dataset'; readonly path: string; readonly content: Hdf5Content; readonly attributes?: Hdf5Attributes }
  /** A row of float32 values of known length, filled by `samples` steps; NaN where none comes. */
  | { readonly kind: 'series'; readonly path: string; readonly length: number; readonly attributes: Hdf5Attributes }
  /** As many values of each of some series. With a seal they have not been checked: what is read back must have that checksum. */
  | {
      readonly kind: 'samples';
      readonly first: number;
      readonly series: readonly { readonly path: string; readonly values: Float32Array }[];
      readonly seal?: SampleSeal;
      readonly share: number;
    }
  | { readonly kind: 'link'; readonly path: string; readonly target: string };
