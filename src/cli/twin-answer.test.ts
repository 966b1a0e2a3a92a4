import { expect, it } from 'vitest';
import { wholeTwin } from '../core/formats/export/whole-twin.testing.ts';
import type { BeatTrace } from '../core/beat/beat-trace.ts';
import { twinLines, twinSummary } from './twin-answer.ts';

it('a twin that beats only with its seal leak is shown both ways', () => {
  const twin = wholeTwin();
  const resting: BeatTrace = { ...twin.beat, outcome: 'quiescent' };
  const beatWithLeak: BeatTrace = { ...twin.beat, outcome: 'beating', features: { ...twin.beat.features, cycleLengthMs: 485 } };
  const both = { ...twin, beat: resting, beatWithLeak };
  const lines = twinLines(both).join('\n');
  expect(lines).toMatch(/Twin\s+Twin \+ seal leak/);
  expect(lines).toMatch(/Outcome\s+quiescent\s+beating/);
  expect(twinSummary(both)).toMatchObject({ outcome: 'quiescent', withLeak: { outcome: 'beating', cycleLengthMs: 485 } });
  expect(twinSummary({ ...both, beatWithLeak: null }).withLeak).toBeNull();
  expect(twinLines({ ...both, beatWithLeak: null }).join('\n')).not.toContain('seal leak');
});
