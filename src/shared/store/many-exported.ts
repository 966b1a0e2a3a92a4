import type { RecordingFormat, TwinFormat } from '../../core/formats/export/registry.ts';

/** Sessions whose recordings, or twins, are to be written into a folder. */
export interface ManyToExport {
  readonly sessionKeys: readonly string[];
  readonly wish:
    { readonly what: 'recordings'; readonly format: RecordingFormat } | { readonly what: 'twins'; readonly format: TwinFormat };
  readonly folder: string;
}

/** What was written, and what could not be and why. */
export interface ManyExported {
  readonly written: readonly {
    readonly cellName: string;
    /** Name in the folder. */
    readonly file: string;
    /** Alarms of a twin. */
    readonly note: string | null;
  }[];
  readonly left: readonly { readonly cellName: string; readonly why: string }[];
}
