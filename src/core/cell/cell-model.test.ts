import { describe, expect, test } from 'vitest';
import { defineCell } from './cell-model.ts';
import { KERNIK2019 } from './kernik2019/index.ts';
import { CELL_MODELS, cellModel } from './models.ts';
import { freeStep, idealClampStep, membraneStep, pacedStep } from './steps.ts';

describe.each(CELL_MODELS.map((model) => [model.id, model] as const))('%s', (id, model) => {
  test('is found by its id, and its ids by their places', () => {
    expect(cellModel(id)).toBe(model);
    model.adjustable.forEach((parameter, place) => expect(model.find(parameter.id)).toBe(place));
    expect(model.find('no.such')).toBeUndefined();
  });

  test('its steps change states that it has, from a finite start', () => {
    expect(model.initialState().every(Number.isFinite)).toBe(true);
    expect(model.initialState()).toHaveLength(model.states.length);
    for (const step of [idealClampStep(model), membraneStep(model), freeStep(model), pacedStep(model)]) {
      for (const state of Object.keys(step.next)) expect(model.states).toContain(state);
      expect(Object.keys(step.outputs)).toEqual(expect.arrayContaining(['total', ...model.currents]));
    }
  });

  test('every varied conductance belongs to one of its currents', () => {
    const own = model.varied.filter(({ role }) => role === 'conductance');
    expect(own.length).toBeGreaterThan(5);
    for (const { id: conductance, current } of own) {
      expect(model.currents).toContain(current);
      expect(model.conductanceOf(current)?.id).toBe(conductance);
    }
  });
});

test('an id that the model does not have is a compile error', () => {
  // @ts-expect-error the id is misspelt
  expect(() => KERNIK2019.index('ina.g_Nope')).toThrow(/kernik2019 has no "ina.g_Nope"/);
  // @ts-expect-error the id is misspelt
  expect(() => KERNIK2019.stateIndex('nope')).toThrow(/no "nope"/);
});

test('refuses an unknown model and names the known ones', () => {
  expect(() => cellModel('noble1962')).toThrow(/"noble1962"; expected one of kernik2019/);
});

test('a description that contradicts itself is refused', () => {
  const { states, ...rest } = KERNIK2019;
  const description = { ...rest, states: states as never, initial: { v: -80 } as never };
  expect(() => defineCell(description)).toThrow(/has no "caSr"/);
  const twice = { ...description, states: [...states, 'v'] as never };
  expect(() => defineCell(twice)).toThrow(/expected every name once, got v twice/);
});
