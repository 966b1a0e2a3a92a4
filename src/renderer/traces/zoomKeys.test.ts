import { describe, expect, it } from 'vitest';
import { zoomByKey } from './zoomKeys.ts';

const whole = { fromMs: 0, toMs: 1000 };

describe('zoom by keyboard', () => {
  it('zooms about the middle and back to the whole', () => {
    expect(zoomByKey('+', whole, whole)).toEqual({ fromMs: 250, toMs: 750 });
    expect(zoomByKey('-', { fromMs: 250, toMs: 750 }, whole)).toBeNull();
    expect(zoomByKey('Escape', { fromMs: 1, toMs: 2 }, whole)).toBeNull();
  });
  it('pans without leaving the trace', () => {
    expect(zoomByKey('ArrowLeft', { fromMs: 50, toMs: 450 }, whole)).toEqual({ fromMs: 0, toMs: 400 });
    expect(zoomByKey('ArrowRight', { fromMs: 500, toMs: 900 }, whole)).toEqual({ fromMs: 600, toMs: 1000 });
  });
  it('leaves other keys to the page', () => {
    expect(zoomByKey('Tab', whole, whole)).toBeUndefined();
  });
});
