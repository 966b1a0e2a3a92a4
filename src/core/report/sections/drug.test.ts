import { expect, it } from 'vitest';
import { wholeTwin } from '../../formats/export/whole-twin.testing.ts';
import type { Twin } from '../../twin/twin.ts';
import type { ReportData } from '../report-data.ts';
import { drugSection } from './drug.ts';

/** What the section reads of a report. */
function sectionOf(change: Partial<Twin> = {}): string {
  const twin = wholeTwin(change);
  const drug = { title: 'dofetilide 2 nM (FDA_manual_2018)', notes: [], after: twin.beat };
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
