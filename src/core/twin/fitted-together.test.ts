import { describe, expect, test } from 'vitest';
import { whyNoPacedPotential, whyNoPotential, whyNotTogether, type CellRecording } from './fitted-together.ts';

const clamp = (over: Partial<CellRecording> = {}): CellRecording => ({
  recordingId: 1,
  kind: 'voltage-clamp',
  status: 'complete',
  samples: 100_000,
  sampleRateHz: 10_000,
  rejected: null,
  bath: null,
  device: 'rig',
  paced: false,
  stimulusMs: null,
  conditions: { membraneCapacitancePf: 50 },
  ...over,
});
const free = (over: Partial<CellRecording> = {}): CellRecording => clamp({ recordingId: 2, kind: 'spontaneous', conditions: {}, ...over });
const CONTROL = { phase: 'control', drug: null, concentrationNm: null } as const;
const DRUG = { phase: 'drug', drug: 'dofetilide', concentrationNm: 10 } as const;
const WASH = { phase: 'wash', drug: 'dofetilide', concentrationNm: null } as const;

describe('clamp recordings of a cell', () => {
  test('are fitted together, whatever their protocols and compensation', () => {
    expect(whyNotTogether(clamp(), clamp({ recordingId: 3 }))).toBeNull();
    expect(whyNotTogether(clamp(), clamp({ bath: CONTROL }))).toBeNull();
    expect(whyNotTogether(clamp({ bath: DRUG }), clamp({ bath: DRUG }))).toBeNull();
  });

  test('are not where one is rejected, cut short or of unknown capacitance, which a sentence says', () => {
    expect(whyNotTogether(clamp(), clamp({ rejected: 'lost its seal' }))).toBe('It was rejected: lost its seal.');
    expect(whyNotTogether(clamp(), clamp({ status: 'aborted' }))).toBe('It is not complete (aborted).');
    expect(whyNotTogether(clamp(), clamp({ conditions: {} }))).toBe('Its membrane capacitance is unknown.');
  });

  test('of control, drug and wash are not joined', () => {
    const control = clamp({ bath: CONTROL });
    expect(whyNotTogether(control, clamp({ bath: DRUG }))).toBe('Its bath is Drug: dofetilide 10 nM, that of recording 1 Control.');
    expect(whyNotTogether(clamp({ bath: DRUG }), clamp({ bath: { ...DRUG, concentrationNm: 30 } }))).toMatch(/30 nM.*10 nM/);
    expect(whyNotTogether(control, clamp({ bath: WASH }))).toMatch(/Wash of dofetilide/);
    // Nobody stated the first one's: a drug is a drug all the same.
    expect(whyNotTogether(clamp(), clamp({ bath: DRUG }))).toMatch(/that of recording 1 Control/);
  });

  test('of files whose names say before and after are not joined', () => {
    const [pre, post] = ['vc_pre.csv', 'vc_post.csv'].map((name) => clamp({ device: `imported from ${name}` })) as [
      CellRecording,
      CellRecording,
    ];
    expect(whyNotTogether(pre, post)).toMatch(/before a drug or vehicle, the other after/);
    expect(whyNotTogether(post, pre)).toMatch(/before a drug or vehicle, the other after/);
    expect(whyNotTogether(post, post)).toBeNull();
    expect(whyNotTogether(pre, clamp({ device: 'imported from composter.csv' }))).toBeNull();
  });
});

describe("the cell's own potential", () => {
  test('is a complete free recording in the bath of the clamp', () => {
    expect(whyNoPotential(clamp(), free())).toBeNull();
    expect(whyNoPotential(clamp(), free({ samples: 19_000 }))).toMatch(/2 s or more/);
    expect(whyNoPotential(clamp(), free({ status: 'aborted' }))).toMatch(/no complete free recording/);
    expect(whyNoPotential(clamp(), free({ rejected: 'seal lost' }))).toBe('It was rejected: seal lost.');
    expect(whyNoPotential(clamp(), free({ bath: DRUG }))).toMatch(/dofetilide/);
  });

  test('is no paced one', () => {
    expect(whyNoPotential(clamp(), free({ paced: true }))).toBe("It was paced: its rhythm is not the cell's own.");
    expect(whyNoPotential(clamp(), free({ paced: true, stimulusMs: 999.98 }))).toBe(
      "It was paced (stimuli every 1000 ms were found): its rhythm is not the cell's own.",
    );
  });
});

describe('a paced potential', () => {
  const paced = (over: Partial<CellRecording> = {}): CellRecording => free({ recordingId: 3, paced: true, ...over });

  test('is fitted beside the free one where both lie in the bath of the clamp, found stimuli or not', () => {
    expect(whyNoPacedPotential(clamp(), paced())).toBeNull();
    expect(whyNoPacedPotential(clamp(), paced({ stimulusMs: 1000 }))).toBeNull();
    expect(whyNoPacedPotential(clamp({ bath: DRUG }), paced({ bath: DRUG }))).toBeNull();
  });

  test('is not where it is rejected, too short, not complete, in another bath, or not paced', () => {
    expect(whyNoPacedPotential(clamp(), paced({ samples: 19_000 }))).toBe('It is no complete paced recording of 2 s or more.');
    expect(whyNoPacedPotential(clamp(), paced({ status: 'aborted' }))).toMatch(/no complete paced recording/);
    expect(whyNoPacedPotential(clamp(), paced({ rejected: 'seal lost' }))).toBe('It was rejected: seal lost.');
    expect(whyNoPacedPotential(clamp(), paced({ bath: DRUG }))).toBe('Its bath is Drug: dofetilide 10 nM, that of recording 1 Control.');
    expect(whyNoPacedPotential(clamp(), free())).toBe('It is no paced potential.');
    expect(whyNoPacedPotential(clamp(), clamp({ paced: true }))).toBe('It is no paced potential.');
  });
});
