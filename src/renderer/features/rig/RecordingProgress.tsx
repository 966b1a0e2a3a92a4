import { useAppState } from '../../state/useWorkstation.ts';
import { fixed } from '../../ui/quantity.ts';
import { Meter } from '../../ui/Meter.tsx';

export function RecordingProgress() {
  const recording = useAppState((state) => state.rig.recording);
  if (recording === null) return null;
  const { elapsedMs, totalMs } = recording;
  return (
    <div className="progress-line">
      <Meter fraction={totalMs > 0 ? elapsedMs / totalMs : 0} label="Recorded" />
      <span className="num">
        {fixed(elapsedMs / 1000, 1)} / {fixed(totalMs / 1000, 1)} s
      </span>
    </div>
  );
}
