export { dictionary, list, partialDictionary, record, union, type RecordSchema } from './collections.ts';
export { Mismatch, pathText, type ValuePath } from './mismatch.ts';
export { checked, type Of, type Schema } from './schema.ts';
export {
  boolean,
  choice,
  integer,
  integerBetween,
  integerFrom,
  interval,
  nullable,
  number,
  numberAbove,
  numberAboveTo,
  numberBetween,
  numberFrom,
  optional,
  text,
  textOf,
} from './values.ts';
