import { protocolDurationMs } from '../../protocol/protocol.ts';
import { paragraph, section } from '../html-table.ts';
import { timePlot } from '../plot.ts';
import type { ReportData } from '../report-data.ts';
import { robustRange } from '../scale.ts';
import { figure } from '../text.ts';

/** Share of samples that may lie outside the drawn range at each end. */
const OUTSIDE_SHARE = 0.002;

/** Command, twin over recording, and residual, on one time axis. */
export function currentSection({ session: { simulated }, recording, twin, twinCurrentPaPf }: ReportData): string {
  const { commandMv, currentPaPf, sampleRateHz, protocol } = recording;
  const dtMs = 1000 / sampleRateHz;
  const time = { low: 0, high: protocolDurationMs(protocol) };
  const trace = (ink: string, label: string, values: Float32Array) => ({ ink, label, startMs: 0, dtMs, values });
  const residual = currentPaPf.map((value, k) => value - (twinCurrentPaPf[k] ?? NaN));
  const currentRange = robustRange(currentPaPf, OUTSIDE_SHARE);
  const residualRange = robustRange(residual, OUTSIDE_SHARE);
  const extreme = (values: Float32Array): string =>
    `${figure(
      values.reduce((low, v) => Math.min(low, v), Infinity),
      0,
    )} to ${figure(
      values.reduce((high, v) => Math.max(high, v), -Infinity),
      0,
    )}`;
  return section(
    'current',
    'Twin against recording, voltage clamp',
    timePlot({
      title: 'Command',
      unit: 'mV',
      traces: [trace('command', 'Command', commandMv)],
      time,
      height: 110,
      timeAxis: false,
      simulated,
    }),
    timePlot({
      title: 'Current',
      unit: 'pA/pF',
      traces: [trace('recorded', 'Recorded', currentPaPf), trace('twin', 'Twin', twinCurrentPaPf)],
      time,
      y: currentRange,
      height: 280,
      timeAxis: false,
      simulated,
    }),
    timePlot({
      title: 'Recorded minus twin',
      unit: 'pA/pF',
      traces: [trace('residual', 'Residual', residual)],
      time,
      y: residualRange,
      height: 140,
      timeAxis: true,
      simulated,
    }),
    paragraph(
      `${protocol.name}, ${figure(time.high / 1000, 2)} s at ${sampleRateHz} Hz. Drawn is the range of 99.6 % of the samples: ` +
        `${currentRange.outside} samples of the recording lie outside it ` +
        (`(whole range ${extreme(currentPaPf)} pA/pF), ${residualRange.outside} of the residual (${extreme(residual)} pA/pF): ` +
          `sodium current and capacitive spikes. `) +
        (twin.clamp.mode === 'rig'
          ? 'The twin is seen through the electrode and amplifier that were inferred with it.'
          : 'The clamp is taken as ideal.'),
      'caption',
    ),
  );
}
