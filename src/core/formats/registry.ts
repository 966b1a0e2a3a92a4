import { abfReader } from './abf/abf-reader.ts';
import { atfReader } from './atf/atf-reader.ts';
import { axographReader } from './axograph/axograph-reader.ts';
import { csvReader } from './csv/csv-reader.ts';
import { hdf5Reader } from './hdf5/hdf5-reader.ts';
import { hekaReader } from './heka/heka-reader.ts';
import { mat5Reader } from './mat/mat5-reader.ts';
import type { FormatReader } from './reader.ts';
import { wcpReader } from './wcp/wcp-reader.ts';

/** All readers, in the order they are asked; to add a format, add its line. Plain text comes last: it takes what looks like a table. */
export const READERS: readonly FormatReader[] = [
  abfReader,
  atfReader,
  hekaReader,
  wcpReader,
  axographReader,
  hdf5Reader,
  mat5Reader,
  csvReader,
];
