import { expect, it } from 'vitest';
import { wholeTwin } from '../../formats/export/whole-twin.testing.ts';
import type { EnsembleEffect } from '../../drug/drug-schema.ts';
import type { Twin } from '../../twin/twin.ts';
import type { ReportData } from '../report-data.ts';
import { drugSection } from './drug.ts';

/** What the section reads of a report. */
function sectionOf(change: Partial<Twin> = {}, ensemble: EnsembleEffect | null = null): string {
  const twin = wholeTwin(change);
  const drug = { title: 'dofetilide 2 nM (FDA_manual_2018)', notes: [], after: twin.beat, ensemble };
  return drugSection({ session: { simulated: true }, twin, drug } as unknown as ReportData);
}

it('says that block is static and that the cell runs free, beside the beat with the drug', () => {
  expect(sectionOf()).toContain('Block is static, free running: no trapping, no use dependence');
});

it('says of a twin whose fit failed that its answer may not be that of the cell', () => {
  const { fit } = wholeTwin();
  const [failed, good] = [5, 1].map((chi2PerSample) => sectionOf({ alarms: [], fit: { ...fit, chi2PerSample } }));
  expect(failed).toContain('▲ The fit of this twin failed');
  expect(good).not.toContain('The fit of this twin failed');
});

it('shows what the drug does within each cell of the ensemble', () => {
  const spread = (median: number) => ({ median, low: median - 1, high: median + 1 });
  const none = { cycleLengthMs: null, apd50Ms: null, mdpMv: null, peakMv: null };
  const before = { members: 24, outcomes: { beating: 1 }, features: { ...none, apd90Ms: spread(400), dvdtMaxVs: spread(30) } };
  const after = { ...before, outcomes: { beating: 0.5, oscillating: 0.5 } };
  const page = sectionOf({}, { before, after, change: { ...none, apd90Ms: spread(80), dvdtMaxVs: spread(-2) } });
  expect(page).toContain('12 beating, 12 oscillating');
  expect(page).toContain('+80 (+79 to +81)');
  expect(page).toContain('−2.0 (−3.0 to −1.0)');
  expect(sectionOf()).not.toContain('Change within each cell');
});
