import { describe, expect, it } from 'vitest';
import { BUILT_IN_RIG } from '../../../../core/amplifier/built-in-rig.ts';
import { USUAL_SETTINGS } from '../../../../core/quality/rig-settings.ts';
import { draftOfSettings, settingsOfDraft } from './settingsDraft.ts';

const OFFERS = BUILT_IN_RIG.capabilities;
const usual = draftOfSettings(USUAL_SETTINGS);

describe('the settings as they are typed', () => {
  it('come back as they were', () => {
    expect(settingsOfDraft(usual, OFFERS)).toEqual({ settings: USUAL_SETTINGS, problems: [] });
  });

  it('take an empty limit for none, and a true minus sign', () => {
    const { settings } = settingsOfDraft(
      {
        ...usual,
        holdingMv: '−70',
        gates: { ...usual.gates, access: { ...usual.gates.access, failAbove: ' ' } },
      },
      OFFERS,
    );
    expect(settings?.holdingMv).toBe(-70);
    expect(settings?.gates.find(({ id }) => id === 'access')?.failAbove).toBeNull();
  });

  it('take rate, filter and gain of recordings that the device offers; empty: as usual', () => {
    const { settings } = settingsOfDraft({ ...usual, sampleRateHz: '50000', filterKhz: '12.5', rangePa: '2000' }, OFFERS);
    expect(settings?.recording).toEqual({ sampleRateHz: 50_000, filterHz: 12_500, rangePa: 2000 });
    expect(draftOfSettings(settings ?? USUAL_SETTINGS)).toMatchObject({ sampleRateHz: '50000', filterKhz: '12.5', rangePa: '2000' });
  });

  it.each([
    { ...usual, holdingMv: '-500' },
    { ...usual, compensationPercent: '' },
    { ...usual, sampleRateHz: '12345' },
    { ...usual, filterKhz: '8' },
    { ...usual, filterKhz: 'wide' },
    { ...usual, gates: { ...usual.gates, access: { ...usual.gates.access, passTo: 'much' } } },
    { ...usual, gates: { ...usual.gates, access: { ...usual.gates.access, passTo: '60' } } },
  ])('say what is wrong %#', (draft) => {
    const { settings, problems } = settingsOfDraft(draft, OFFERS);
    expect(settings).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/[Ee]xpected/);
  });
});
