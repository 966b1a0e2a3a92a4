import { expect, test } from 'vitest';
import { cellKindOf, takenFor } from './cell-kind.ts';
import type { VoltageClampRecording } from './recording.ts';

const marked = (simulated?: boolean): VoltageClampRecording =>
  ({ sampleRateHz: 10_000, ...(simulated === undefined ? {} : { simulated }) }) as VoltageClampRecording;

test('without a mark a cell is living; the mark decides, and a word of the operator before it', () => {
  expect(cellKindOf(marked())).toBe('living');
  expect(cellKindOf(marked(false))).toBe('living');
  expect(cellKindOf(marked(true))).toBe('simulated');
  expect(cellKindOf(takenFor(marked(true), 'living'))).toBe('living');
  expect(cellKindOf(takenFor(marked(), 'simulated'))).toBe('simulated');
});

test('the mark of a simulated cell is never lost, and is set by who says so', () => {
  expect(takenFor(marked(true), 'living').simulated).toBe(true);
  expect(takenFor(marked(), 'simulated').simulated).toBe(true);
  expect(takenFor(marked(), 'living').simulated).toBeUndefined();
  expect(takenFor(marked(false), undefined)).toEqual(marked(false));
});
