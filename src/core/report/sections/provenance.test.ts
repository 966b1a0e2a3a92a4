import { expect, it } from 'vitest';
import { madeUpTwin } from '../../formats/export/made-up-twin.testing.ts';
import { libraryProtocol } from '../../testing/files.testing.ts';
import { cultureLines } from '../../trace/culture.ts';
import type { ReportData } from '../report-data.ts';
import { provenanceSection } from './provenance.ts';

/** What the section shows. */
function dataWith(notes: string): ReportData {
  const twin = madeUpTwin();
  return {
    localTime: (iso: string) => iso,
    program: 'TwinClamp',
    generatedAt: twin.createdAt,
    session: { fileName: 'a.twinclamp', cellName: 'a', createdAt: twin.createdAt, simulated: false, notes },
    recording: {
      recordingId: 1,
      currentPaPf: [],
      protocol: libraryProtocol('ipsc-steps'),
      conditions: {},
      device: 'Amplifier',
      lostSamples: 0,
      membraneTest: null,
      remarks: [],
    },
    twin,
    cellRecordings: [],
    truth: null,
  } as unknown as ReportData;
}

it('states the culture once, and the other notes as remarks', () => {
  const page = provenanceSection(dataWith(['Seal lost twice.', ...cultureLines({ line: 'A<B', passage: 3, day: 31 })].join('\n')));
  expect(page).toContain('<dt>Culture</dt><dd>line A&lt;B, passage 3, day 31 of differentiation</dd>');
  expect(page.match(/A&lt;B/g)).toHaveLength(1);
  expect(page).toContain('Seal lost twice.');
  expect(provenanceSection(dataWith('Seal lost twice.'))).not.toContain('Culture');
});
