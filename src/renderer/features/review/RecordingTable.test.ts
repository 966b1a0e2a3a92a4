// @vitest-environment happy-dom
import { act, createElement } from 'react';
import { describe, expect, it } from 'vitest';
import { render } from '../../dev/render.testing.ts';
import type { RequestOf } from '../../../shared/contract/contract.ts';
import type { SessionDetail } from '../../../shared/contract/schemas.ts';
import { RecordingTable } from './RecordingTable.tsx';

/** The harness's session with clamps 1, 3, 4 (with drug) and 5 (rejected), and a free recording that was paced. */
async function table() {
  const asked: RequestOf<'twin:infer'>[] = [];
  const first = await render(createElement('div'));
  const detail = await first.workstation.api.call['session:open']({ sessionKey: 's3' });
  const [clamp, free] = detail.recordingList;
  if (!clamp || !free) throw new Error('The harness has two recordings.');
  const session: SessionDetail = {
    ...detail,
    recordingList: [
      clamp,
      { ...free, paced: true, stimulusMs: 999.98, beat: null },
      { ...clamp, recordingId: 3 },
      { ...clamp, recordingId: 4, bath: { phase: 'drug', drug: 'dofetilide', concentrationNm: 10 } },
      { ...clamp, recordingId: 5, rejected: 'lost its seal' },
    ],
  };
  const props = { session, chosen: 1, onChoose: () => undefined };
  const screen = await render(createElement(RecordingTable, props), 'idle', {
    'twin:infer': async (wish) => {
      asked.push(wish);
      return {} as never;
    },
  });
  const box = (id: number) => screen.get(`together-${id}`) as HTMLInputElement;
  const infer = (row: number) => act(async () => screen.all('infer-twin')[row]?.click());
  return { screen, asked, box, infer };
}

describe('the recordings of a cell', () => {
  it('are fitted one by one until others are ticked', async () => {
    const { screen, asked, box, infer } = await table();
    expect([1, 3].map((id) => [box(id).checked, box(id).disabled])).toEqual([
      [true, true],
      [false, false],
    ]);
    await infer(0);
    expect(asked.at(-1)).toEqual({ sessionKey: 's3', recordingId: 1, method: 'refined', mode: 'usual' });
    expect(screen.find('infer-together')).toBeNull();
    await screen.press('together-3');
    expect(screen.get('infer-together').title).toMatch(/^Recordings 1 and 3 are fitted together/);
    expect(screen.get('infer-together').textContent).toBe('Infer twin of 2');
    await screen.press('infer-together');
    expect(asked.at(-1)).toMatchObject({ recordingId: 1, together: [3] });
    // The button of a row is for that recording alone.
    await infer(1);
    expect(asked.at(-1)).toEqual({ sessionKey: 's3', recordingId: 3, method: 'refined', mode: 'usual' });
  });

  it('that were paced say so, with the interval of the stimuli that were found', async () => {
    const { screen } = await table();
    expect(screen.all('recording-row')[1]?.textContent).toMatch(/^2\. Paced potentialevery 1000 ms/);
  });

  it('with a drug, or rejected, cannot be ticked, and say why', async () => {
    const { screen, box } = await table();
    expect([4, 5].map((id) => box(id).disabled)).toEqual([true, true]);
    const why = (id: number) => box(id).closest('td')?.title;
    expect(why(4)).toBe('Its bath is Drug: dofetilide 10 nM, that of recording 1 Control.');
    expect(why(5)).toBe('It was rejected: lost its seal.');
    expect(screen.text()).toContain('! rejected');
    expect(screen.text()).toContain('2. Paced potential');
  });
});
