import { beforeEach, describe, expect, it, vi } from 'vitest';
import { keepSealSound, keptSealSound, sealPitchHz } from './sealSound.ts';

describe('the sound of the seal', () => {
  it('rises with the resistance, an octave a decade', () => {
    const [pipette, attached, seal] = [3, 30, 3000].map((megaohm) => sealPitchHz(megaohm) ?? NaN);
    expect(attached! / pipette!).toBeCloseTo(2, 6);
    expect(seal! / attached!).toBeCloseTo(4, 6);
    expect(pipette).toBeGreaterThan(200);
  });

  it('stays where an ear hears it, and is silent where nothing was read', () => {
    expect(sealPitchHz(0.01)).toBe(100);
    expect(sealPitchHz(Infinity)).toBe(3000);
    for (const none of [null, 0, -1, NaN]) expect(sealPitchHz(none)).toBeNull();
  });

  describe('is remembered', () => {
    beforeEach(() => {
      const kept = new Map<string, string>();
      vi.stubGlobal('localStorage', {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => kept.set(key, value),
      });
    });

    it('off at first, then as it was left', () => {
      expect(keptSealSound()).toBe(false);
      keepSealSound(true);
      expect(keptSealSound()).toBe(true);
      keepSealSound(false);
      expect(keptSealSound()).toBe(false);
    });
  });
});
