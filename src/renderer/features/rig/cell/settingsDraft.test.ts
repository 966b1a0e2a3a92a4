import { describe, expect, it } from 'vitest';
import { USUAL_SETTINGS } from '../../../../core/quality/rig-settings.ts';
import { draftOfSettings, settingsOfDraft } from './settingsDraft.ts';

const usual = draftOfSettings(USUAL_SETTINGS);

describe('the settings as they are typed', () => {
  it('come back as they were', () => {
    expect(settingsOfDraft(usual)).toEqual({ settings: USUAL_SETTINGS, problems: [] });
  });

  it('take an empty limit for none, and a true minus sign', () => {
    const { settings } = settingsOfDraft({
      ...usual,
      holdingMv: '−70',
      gates: { ...usual.gates, access: { ...usual.gates.access, failAbove: ' ' } },
    });
    expect(settings?.holdingMv).toBe(-70);
    expect(settings?.gates.find(({ id }) => id === 'access')?.failAbove).toBeNull();
  });

  it.each([
    { ...usual, holdingMv: '-500' },
    { ...usual, compensationPercent: '' },
    { ...usual, gates: { ...usual.gates, access: { ...usual.gates.access, passTo: 'much' } } },
    { ...usual, gates: { ...usual.gates, access: { ...usual.gates.access, passTo: '60' } } },
  ])('say what is wrong %#', (draft) => {
    const { settings, problems } = settingsOfDraft(draft);
    expect(settings).toBeNull();
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/expected/);
  });
});
