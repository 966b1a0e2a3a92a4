import { describe, expect, it } from 'vitest';
import { chosenOffer, measuredOffers, type BathedRecording } from './measured-recordings.ts';

const segments = [{ kind: 'step', voltageMv: 0, durationMs: 100 }] as const;
const clamp = (recordingId: number, patch: Partial<BathedRecording> = {}): BathedRecording => ({
  recordingId,
  kind: 'voltage-clamp',
  status: 'complete',
  protocol: { name: 'Clark 2022', segments },
  sampleRateHz: 10_000,
  rejected: null,
  bath: { phase: 'control', drug: null, concentrationNm: null },
  bathChanged: false,
  ...patch,
});
const withDrug = (recordingId: number, patch: Partial<BathedRecording> = {}): BathedRecording =>
  clamp(recordingId, { bath: { phase: 'drug', drug: 'dofetilide', concentrationNm: 10 }, ...patch });

describe('recordings with a drug as a source of block', () => {
  it('are offered with their drug and concentration, each by itself; control, wash and free potentials are not', () => {
    const wash = clamp(5, { bath: { phase: 'wash', drug: 'dofetilide', concentrationNm: null } });
    const free = withDrug(4, { kind: 'spontaneous', protocol: null });
    const more = withDrug(3, { bath: { phase: 'drug', drug: 'dofetilide', concentrationNm: 100 } });
    expect(measuredOffers([clamp(1), withDrug(2), more, free, wash], 1)).toEqual([
      { drug: 'dofetilide', recordingId: 2, atNm: 10, problem: null },
      { drug: 'dofetilide', recordingId: 3, atNm: 100, problem: null },
    ]);
  });

  it('take a recording before whose bath nobody stated for a control', () => {
    expect(measuredOffers([clamp(1, { bath: null }), withDrug(2)], 1)[0]?.problem).toBe(null);
  });

  const problem = (recordings: readonly BathedRecording[], twinOf = 1): string =>
    measuredOffers(recordings, twinOf)[0]?.problem ?? 'no problem';

  it('are refused for a twin that is not of the cell before the drug', () => {
    expect(problem([withDrug(2)])).toMatch(/^Expected the recording that the twin was made from/);
    expect(problem([withDrug(1), withDrug(2)])).toMatch(/got one of recording 1 \(drug\)\. Choose the twin of a control\./);
    expect(problem([clamp(2, { bathChanged: true }), withDrug(3)], 2)).toMatch(/^Expected one solution throughout recording 2/);
    expect(problem([withDrug(1), clamp(2)], 2)).toMatch(
      /^Expected a twin of the cell before recording 1, got one of recording 2, made later/,
    );
  });

  it('are refused where the two were not played alike', () => {
    const other = { name: 'Steps', segments: [{ kind: 'step', voltageMv: 10, durationMs: 100 }] } as const;
    expect(problem([clamp(1), withDrug(2, { protocol: other })])).toContain('got "Steps" at 10000 Hz instead of "Clark 2022" at 10000 Hz');
    expect(problem([clamp(1), withDrug(2, { sampleRateHz: 20_000 })])).toContain('got "Clark 2022" at 20000 Hz instead of');
  });

  it('are refused where they do not show one concentration of the drug to their end', () => {
    expect(problem([clamp(1), withDrug(2, { rejected: 'lost its seal' })])).toMatch(/^Expected an accepted recording, recording 2/);
    expect(problem([clamp(1), withDrug(2, { status: 'aborted' })])).toMatch(/recording 2 with dofetilide was aborted\. Record it again\./);
    expect(problem([clamp(1), withDrug(2, { bathChanged: true })])).toMatch(/got a change while it was made/);
    const unstated = withDrug(2, { bath: { phase: 'drug', drug: 'x', concentrationNm: null } });
    expect(problem([clamp(1), unstated])).toMatch(/^Expected the concentration of x in recording 2, it was not stated/);
    const none = withDrug(2, { bath: { phase: 'drug', drug: 'x', concentrationNm: 0 } });
    expect(problem([clamp(1), none])).toMatch(/^Expected x above 0 nM in recording 2, got 0 nM/);
  });
});

describe('the recording that shows a drug', () => {
  const more = withDrug(4, { bath: { phase: 'drug', drug: 'Dofetilide', concentrationNm: 100 } });
  const offers = measuredOffers([clamp(1), withDrug(2), withDrug(3, { rejected: 'noise' }), more], 1);

  it('is the only one that can, or the one that is named', () => {
    expect(chosenOffer(offers.slice(0, 2), 'Dofetilide ', undefined)).toEqual({ drug: 'dofetilide', recordingId: 2, atNm: 10 });
    expect(chosenOffer(offers, 'dofetilide', 4)).toMatchObject({ recordingId: 4, atNm: 100 });
  });

  it('is asked for where there are several, and why it cannot be is said', () => {
    expect(() => chosenOffer(offers, 'dofetilide', undefined)).toThrow(/has recording 2 \(10 nM\) and recording 4 \(100 nM\)\. Name one/);
    expect(() => chosenOffer(offers, 'dofetilide', 3)).toThrow(/recording 3 with dofetilide was rejected/);
    expect(() => chosenOffer(offers, 'dofetilide', 1)).toThrow(/recording 1 is none\. Choose recording 2/);
    expect(() => chosenOffer(offers, 'quinidine', undefined)).toThrow(/with quinidine, its session has only dofetilide, Dofetilide/);
    expect(() => chosenOffer([], 'quinidine', undefined)).toThrow(/its session has none with a drug/);
  });
});
