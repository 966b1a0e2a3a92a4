import { FormatError } from '../format-error.ts';
import type { ImportedCommand, ImportedFile, ImportedRecording } from '../imported.ts';
import { shownText } from '../shown-text.ts';
import { commentOffers } from './comment-offers.ts';
import type { IntakeContext } from './intake-context.ts';
import type { Intake, Intakes, Unused } from './intake.ts';
import { pickSignals } from './pick-signals.ts';
import { takeInClamp } from './take-in-clamp.ts';
import { takeInFree } from './take-in-free.ts';
import { modeOf } from './mode-of.ts';

/**
 * What of a file can be stored as recordings of one cell, in mV and pA on one clock each, and what not and why.
 * Voltage clamps come with the protocol that was played, for every sample that is kept; see commandOf().
 */
export function takeIn(file: ImportedFile, context: IntakeContext): Intakes {
  const recordings: Intake[] = [];
  const unused: Unused[] = [];
  const questions = new Set<string>();
  file.recordings.forEach((recording, part) => {
    const what =
      file.recordings.length === 1
        ? 'Recording'
        : `Recording ${part + 1}${recording.name === null ? '' : ` (${shownText(recording.name, 60)})`}`;
    try {
      const signals = pickSignals(recording, context.stated);
      unused.push(...signals.unused.map((left) => (file.recordings.length === 1 ? left : { ...left, what: `${what}, ${left.what}` })));
      const taken = takeInRecording(withCommandsOnce(recording, signals), part, context).map((one) => withOffers(recording, one));
      recordings.push(...taken);
      for (const one of taken) if (one.kind === 'voltage-clamp') for (const question of questionsOf(one)) questions.add(question);
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      unused.push({ what, why: error.message });
    }
  });
  return { recordings, unused, questions: [...questions] };
}

function takeInRecording({ recording, signals }: Prepared, part: number, context: IntakeContext): Intake[] {
  const rate = recording.sampleRateHz;
  if (rate === null || !(rate > 0))
    throw new FormatError('The file holds no time and no sampling rate. Say the rate with a column template.');
  if (!recording.sweeps.some(({ data }) => (data[0]?.length ?? 0) > 1)) throw new FormatError('It holds no samples.');
  const mode = modeOf(recording, signals, context.stated);
  return mode === 'voltage' ? takeInClamp(recording, rate, signals, part, context) : takeInFree(recording, rate, signals, part, context);
}

function withOffers(recording: ImportedRecording, intake: Intake): Intake {
  const { offers, drugs } = commentOffers(recording, intake.conditions);
  const said = [...offers.map((offer) => offer.said), ...drugs];
  return said.length === 0 ? intake : { ...intake, offers, remarks: [...intake.remarks, ...said] };
}

type Prepared = { readonly recording: ImportedRecording; readonly signals: ReturnType<typeof pickSignals> };

/** Commands as the file has them; a sweep's is made once, since what a file says may be long to rebuild. */
function withCommandsOnce(recording: ImportedRecording, signals: ReturnType<typeof pickSignals>): Prepared {
  const once = (command: ImportedCommand | null): ImportedCommand | null => {
    if (command === null) return null;
    const made = new Map<number, Float32Array>();
    return {
      ...command,
      sweep: (i) => {
        const known = made.get(i) ?? command.sweep(i);
        made.set(i, known);
        return known;
      },
    };
  };
  return { recording, signals: { ...signals, voltageCommand: once(signals.voltageCommand), currentCommand: once(signals.currentCommand) } };
}

function questionsOf({ conditions }: Intake): string[] {
  return [
    ...(conditions.membraneCapacitancePf === undefined ? ["What is the cell's capacitance in pF? Without it no twin can be made."] : []),
    ...(conditions.temperatureC === undefined ? ['At which temperature was it recorded?'] : []),
    ...(conditions.seriesResistanceMohm === undefined ? ['With which series resistance, and how much of it compensated?'] : []),
  ];
}
