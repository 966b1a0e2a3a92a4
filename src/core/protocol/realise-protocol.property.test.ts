import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyProtocol } from '../testing/protocols.testing.ts';
import { protocolDurationMs, segmentEndMv, segmentStartMv } from './protocol.ts';
import { realiseProtocol, ITEM_GRID } from './realise-protocol.ts';
import { EPATCH } from './stimulus-device.ts';

const device = fc.constantFrom(EPATCH, { grid: { voltageStepMv: 0.05, timeStepMs: 0.02 } }, { grid: ITEM_GRID });

test('a realised protocol is on the grid, at most half a step and half a microsecond off, for any number of segments', () => {
  fc.assert(
    fc.property(anyProtocol, device, (protocol, { grid: { voltageStepMv, timeStepMs } }) => {
      // A protocol shorter than a step is refused, which other tests cover.
      fc.pre(protocolDurationMs(protocol) > timeStepMs);
      const { realised, notes } = realiseProtocol(protocol, { voltageStepMv, timeStepMs });
      const onGrid = (value: number, step: number): void => expect(Math.abs(value / step - Math.round(value / step))).toBeLessThan(1e-5);
      for (const segment of realised.segments) {
        onGrid(segment.durationMs, timeStepMs);
        for (const level of segment.kind === 'step' ? [segment.voltageMv] : [segment.startMv, segment.endMv]) onGrid(level, voltageStepMv);
      }
      expect(Math.abs(protocolDurationMs(realised) - protocolDurationMs(protocol))).toBeLessThanOrEqual(
        timeStepMs / 2 + 0.0005 + 1e-5 * timeStepMs,
      );
      expect(protocol.segments.length - realised.segments.length).toBe(notes.filter((note) => note.includes('is not played')).length);
    }),
  );
});

test('a realised protocol is realised unchanged', () => {
  fc.assert(
    fc.property(anyProtocol, device, (protocol, { grid }) => {
      fc.pre(protocolDurationMs(protocol) > grid.timeStepMs);
      const { realised } = realiseProtocol(protocol, grid);
      const again = realiseProtocol(realised, grid);
      expect(again.largestErrorMv).toBe(0);
      expect(again.realised).toEqual(realised);
    }),
  );
});

test('every edge and every level is within half a step of what was asked: errors of edges do not add up', () => {
  fc.assert(
    fc.property(anyProtocol, device, (protocol, { grid }) => {
      fc.pre(protocolDurationMs(protocol) > grid.timeStepMs);
      const { realised } = realiseProtocol(protocol, grid);
      fc.pre(realised.segments.length === protocol.segments.length);
      const within = (got: number, asked: number, step: number, most: string): void =>
        expect(Math.abs(got - asked), most).toBeLessThanOrEqual(step / 2 + 0.0005 + 1e-6);
      let [askedMs, playedMs] = [0, 0];
      protocol.segments.forEach((asked, i) => {
        const played = realised.segments[i]!;
        expect(played.kind).toBe(asked.kind);
        within(segmentStartMv(played), segmentStartMv(asked), grid.voltageStepMv, `start of segment ${i + 1}, mV`);
        within(segmentEndMv(played), segmentEndMv(asked), grid.voltageStepMv, `end of segment ${i + 1}, mV`);
        askedMs += asked.durationMs;
        playedMs += played.durationMs;
        within(playedMs, askedMs, grid.timeStepMs, `edge after segment ${i + 1}, ms`);
      });
    }),
  );
});
