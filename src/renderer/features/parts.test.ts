// @vitest-environment happy-dom
import { act, createElement } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { App } from '../App.tsx';
import { render } from '../dev/render.testing.ts';
import { initialState } from '../state/part.ts';
import { DESKS, PARTS } from './parts.ts';

vi.mock('../traces/TimePlot.tsx', () => ({ TimePlot: () => null }));

describe('the parts of the window', () => {
  it('names every desk by the name it has in the list, with a title and a glyph of its own', () => {
    expect(DESKS.map(({ id }) => id)).toEqual(Object.keys(PARTS.desks));
    expect(new Set(DESKS.map(({ title }) => title)).size).toBe(DESKS.length);
    expect(new Set(DESKS.map(({ glyph }) => glyph.lines)).size).toBe(DESKS.length);
  });

  it('refuses two slices with a field of one name', () => {
    const { panels, desks } = PARTS;
    const slice = { ...desks.twin.slice, jobs: [] };
    expect(() => initialState({ panels, desks: { ...desks, twin: { ...desks.twin, slice } } })).toThrow('"jobs" is in two');
  });

  it('shows every desk in the rail, in order, by its button and by Ctrl and its digit', async () => {
    const screen = await render(createElement(App));
    const shown = (): string | null | undefined => screen.element.querySelector('main')?.getAttribute('aria-label');
    expect([...screen.element.querySelectorAll('.rail-item[data-testid^="desk-"]')].map((item) => item.textContent)).toEqual(
      DESKS.map(({ title }) => title),
    );
    for (const [index, { id, title }] of DESKS.entries()) {
      await screen.press(`desk-${id}`);
      expect(shown()).toBe(title);
      await screen.press(`desk-${DESKS[index === 0 ? 1 : 0]!.id}`);
      await act(async () => window.dispatchEvent(new KeyboardEvent('keydown', { key: String(index + 1), ctrlKey: true })));
      expect(shown()).toBe(title);
    }
  });

  it('gives the keys of a desk to it only while it is open', async () => {
    const screen = await render(createElement(App));
    const takeKey = vi.spyOn(PARTS.desks.protocol, 'keys');
    // Windows of earlier tests still listen.
    const taken = (): number => takeKey.mock.calls.filter(([, workstation]) => workstation === screen.workstation).length;
    const pressKey = (): Promise<void> => act(async () => void window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F2' })));
    await pressKey();
    expect(taken()).toBe(0);
    await screen.press('desk-protocol');
    await pressKey();
    expect(taken()).toBe(1);
    takeKey.mockRestore();
  });
});
