import { expect, it } from 'vitest';
import { plotCommand } from './plotKeys.ts';

const press = (key: string, chosen = true, held: Partial<Record<'shiftKey' | 'altKey' | 'ctrlKey' | 'metaKey', boolean>> = {}) =>
  plotCommand({ key, shiftKey: false, altKey: false, ctrlKey: false, metaKey: false, ...held }, chosen);

it('moves the chosen segment by the arrows, ten times as far with Shift, finer with Alt', () => {
  expect(press('ArrowUp')).toEqual({ kind: 'level', steps: 1, part: 'whole' });
  expect(press('ArrowDown', true, { shiftKey: true })).toEqual({ kind: 'level', steps: -10, part: 'whole' });
  expect(press('ArrowUp', true, { altKey: true })).toEqual({ kind: 'level', steps: 1, part: 'end' });
  expect(press('ArrowRight')).toEqual({ kind: 'edge', ms: 1 });
  expect(press('ArrowLeft', true, { altKey: true })).toEqual({ kind: 'edge', ms: -0.1 });
});

it('leaves keys to the zoom while no segment is chosen, and Ctrl to the window', () => {
  for (const key of ['ArrowUp', 'ArrowLeft', 'Escape', 'Delete', '+']) expect(press(key, false)).toBeNull();
  expect(press('+')).toBeNull();
  expect(press('z', true, { ctrlKey: true })).toBeNull();
  expect(press('ArrowUp', true, { metaKey: true })).toBeNull();
});

it('chooses a segment whether one is chosen or not', () => {
  expect(press('PageDown', false)).toEqual({ kind: 'choose', to: 'next' });
  expect(press('Home')).toEqual({ kind: 'choose', to: 'first' });
  expect(press('Escape')).toEqual({ kind: 'choose', to: 'none' });
});
