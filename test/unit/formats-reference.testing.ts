/** Shapes of the reference files beside the public recordings, as far as tests read them. */
export interface ReferenceFigures {
  readonly n: number;
  readonly mean: number;
  readonly sd: number;
  readonly std_population: number;
  readonly min: number;
  readonly max: number;
  readonly first5: readonly number[];
  readonly last5: readonly number[];
  readonly sweepLengths: readonly number[];
}

export interface ReferenceChannel extends ReferenceFigures {
  readonly name: string;
  readonly units: string;
  readonly all_sweeps: ReferenceFigures;
  readonly first_sweep: ReferenceFigures;
  readonly last_sweep: ReferenceFigures;
}

export interface ReferenceSeries {
  readonly group: string;
  readonly series: string;
  readonly sweeps: number;
  readonly sample_rate_hz: number;
  readonly channels: readonly ReferenceChannel[];
}

/** An entry of data/formats/reference.json. */
export interface ReferenceFile {
  readonly format: string;
  readonly version: string;
  readonly sample_rate_hz: number;
  readonly sweeps: number;
  readonly sweep_start_s_first8?: readonly number[];
  readonly channels: readonly ReferenceChannel[];
  readonly series: readonly ReferenceSeries[];
  readonly crosscheck: {
    readonly datetime?: string;
    readonly protocol?: string;
    readonly tags?: readonly unknown[];
    readonly abf_version?: string;
    readonly sweepC_first_sweep_ch0: ReferenceFigures;
  };
}

/** An entry of data/formats/more/reference.json. */
export interface ReferenceMore {
  readonly rateHz: number;
  readonly sweeps: number;
  readonly channels: number;
  readonly units: readonly string[];
  readonly names: readonly string[];
  readonly tags: readonly unknown[];
  readonly version: string;
  readonly protocol: string;
  readonly date: string;
  readonly perChannel: readonly ReferenceFigures[];
  readonly commandSweep0: { readonly levels: readonly number[] };
  readonly neo: { readonly segLengths: readonly number[] };
  readonly voltage: ReferenceFigures;
}

/** An entry of expected.json beside the fixtures. */
export interface ExpectedRecording {
  readonly sampleRateHz: number;
  readonly sweeps: readonly number[];
  readonly startS?: readonly number[];
  readonly channels: readonly {
    readonly name?: string;
    readonly unit: string;
    readonly first: readonly number[];
    readonly last: readonly number[];
    readonly mean: number;
    readonly sd: number;
    readonly min: number;
    readonly max: number;
  }[];
  readonly command: readonly (readonly number[])[];
}

export interface ExpectedFile extends ExpectedRecording {
  readonly pyabfNames: readonly string[];
  readonly pyabfTags: readonly [readonly string[], readonly number[]];
  readonly names: readonly string[];
  readonly date: string;
  readonly protocol: string;
  readonly startedAt: string;
  readonly recordings: readonly ExpectedRecording[];
}
