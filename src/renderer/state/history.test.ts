import { expect, it } from 'vitest';
import { beginHistory, change, redo, undo } from './history.ts';

it('undoes and redoes, and a new change ends the redo', () => {
  const three = change(change(beginHistory(1), 2), 3);
  const back = undo(undo(three));
  expect(back.present).toBe(1);
  expect(undo(back)).toBe(back);
  expect(redo(redo(back)).present).toBe(3);
  const other = change(undo(three), 4);
  expect(redo(other)).toBe(other);
  expect(undo(other).present).toBe(2);
});

it('counts one gesture as one step, until another or an undo comes between', () => {
  const typed = change(change(change(beginHistory('a'), 'b', 'name'), 'c', 'name'), 'd', 'name');
  expect(undo(typed).present).toBe('a');
  const other = change(change(typed, 'e', 'level'), 'f', 'name');
  expect(undo(undo(other)).present).toBe('d');
  expect(undo(change(undo(redo(undo(typed))), 'x', 'name')).present).toBe('a');
});

it('keeps a limited number of steps and makes none of no change', () => {
  let history = beginHistory(0);
  expect(change(history, 0)).toBe(history);
  for (let i = 1; i <= 300; i++) history = change(history, i);
  let steps = 0;
  for (let back = undo(history); back !== history; back = undo(history)) {
    history = back;
    steps++;
  }
  expect(steps).toBe(200);
});
