import type { Hdf5Attributes, Hdf5Content, Hdf5Step } from '../../hdf5/hdf5-step.ts';
import { objectId } from './object-id.ts';

/** A column of a table: its values and, where it is no plain VectorData, its type and further attributes. */
export interface NwbColumn {
  readonly name: string;
  readonly description: string;
  readonly content: Hdf5Content;
  readonly type?: string;
  readonly namespace?: string;
  readonly attributes?: Hdf5Attributes;
  /** An index beside its column is none of the columns that a table lists. */
  readonly hidden?: true;
}

/** Makes the steps of NWB objects: each with its type, namespace and id. */
export class NwbWriter {
  readonly #sessionId: string;

  constructor(sessionId: string) {
    this.#sessionId = sessionId;
  }

  typed(path: string, type: string, namespace = 'core', more: Hdf5Attributes = {}): Hdf5Attributes {
    return { neurodata_type: type, namespace, object_id: objectId(this.#sessionId, path), ...more };
  }

  group(path: string, type: string, more: Hdf5Attributes = {}, namespace = 'core'): Hdf5Step {
    return { kind: 'group', path, attributes: this.typed(path, type, namespace, more) };
  }

  /** A DynamicTable, or one of its kinds, of `rows` rows. */
  *table(
    path: string,
    description: string,
    rows: number,
    columns: readonly NwbColumn[],
    type = 'DynamicTable',
    namespace = 'hdmf-common',
    more: Hdf5Attributes = {},
  ): Generator<Hdf5Step> {
    const colnames = columns.filter(({ hidden }) => hidden !== true).map(({ name }) => name);
    yield this.group(path, type, { description, colnames, ...more }, namespace);
    yield {
      kind: 'dataset',
      path: `${path}/id`,
      content: { integers: Array.from({ length: rows }, (_, i) => i) },
      attributes: this.typed(`${path}/id`, 'ElementIdentifiers', 'hdmf-common'),
    };
    for (const column of columns) {
      const at = `${path}/${column.name}`;
      yield {
        kind: 'dataset',
        path: at,
        content: column.content,
        attributes: this.typed(at, column.type ?? 'VectorData', column.namespace ?? 'hdmf-common', {
          description: column.description,
          ...column.attributes,
        }),
      };
    }
  }
}
