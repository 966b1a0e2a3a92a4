import type { Twin } from '../../twin/twin.ts';
import { twinToJson } from '../twin-json.ts';
import type { Exporter } from './exporter.ts';

/** The whole twin, as it is read back. */
export const twinJsonExporter = {
  id: 'json',
  title: 'JSON',
  purpose: 'the whole twin, to be imported again',
  extension: 'json',
  mime: 'application/json',
  write: (twin) => [{ content: twinToJson(twin), share: 1 }],
} as const satisfies Exporter<Twin>;
