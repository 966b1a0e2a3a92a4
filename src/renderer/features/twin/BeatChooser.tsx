import { HTMLSelect, SegmentedControl } from '@blueprintjs/core';
import { signed } from '../../ui/quantity.ts';
import type { Frame } from './shownBeats.ts';

interface BeatChooserProps {
  readonly potentials: readonly { readonly recordingId: number; readonly fitted: boolean }[];
  readonly chosen: number | null;
  readonly onChoose: (recordingId: number) => void;
  /** Of the command, mV; null where there is nothing to switch. */
  readonly offsetMv: number | null;
  readonly frame: Frame;
  readonly onFrame: (frame: Frame) => void;
}

/** Which recorded potential the twin is held against, and in which frame both are shown. */
export function BeatChooser({ potentials, chosen, onChoose, offsetMv, frame, onFrame }: BeatChooserProps) {
  if (potentials.length < 2 && offsetMv === null) return null;
  return (
    <div className="beat-choice">
      {potentials.length > 1 && (
        <HTMLSelect
          aria-label="Recorded potential"
          data-testid="choose-potential"
          value={String(chosen)}
          options={potentials.map(({ recordingId, fitted }) => ({
            value: String(recordingId),
            label: `Recording ${recordingId}${fitted ? ', fitted' : ', a test'}`,
          }))}
          onChange={(event) => onChoose(Number(event.currentTarget.value))}
        />
      )}
      {offsetMv !== null && (
        <span
          title={
            `Command and free potential of one pipette are off the potential of the membrane by the same ${signed(offsetMv, 1)} mV: the ` +
            'junction potential and what else the amplifier adds, as the twin has it.'
          }
        >
          <SegmentedControl
            size="small"
            aria-label="Frame of potentials"
            value={frame}
            options={[
              { value: 'recorded', label: 'As recorded' },
              { value: 'membrane', label: `Membrane (${signed(offsetMv, 1)} mV)` },
            ]}
            onValueChange={(value) => onFrame(value as Frame)}
          />
        </span>
      )}
    </div>
  );
}
