import type { Twin } from '../../twin/twin.ts';
import { twinToCsv } from '../twin-csv.ts';
import type { Exporter } from './exporter.ts';

/** The parameters, one line each. */
export const twinCsvExporter = {
  id: 'csv',
  title: 'CSV',
  purpose: 'a table of its parameters',
  extension: 'csv',
  mime: 'text/csv',
  write: (twin) => [{ content: twinToCsv(twin), share: 1 }],
} as const satisfies Exporter<Twin>;
