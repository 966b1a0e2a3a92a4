import { abortHotkey } from '../../shared/contract/hotkeys.ts';
import { abortRig } from '../features/rig/rigActions.ts';
import { useAppState, useWorkstation } from '../state/useWorkstation.ts';
import { isLive } from '../ui/rigStateLook.ts';

/** Fixed place, one action, no question. It never waits for an earlier answer: pressing again sends again. */
export function AbortButton() {
  const workstation = useWorkstation();
  const state = useAppState((app) => app.rig.state);
  const hot = state === 'armed' || state === 'recording' || state === 'stopping' || state === 'fault';
  return (
    <button
      type="button"
      className={`abort ${hot ? 'abort-hot' : ''}`}
      data-testid="abort"
      disabled={!isLive(state)}
      aria-keyshortcuts={`${abortHotkey.label} ${abortHotkey.alternative.replace('Ctrl', 'Control')}`}
      title="Hold the cell at the safe level at once"
      onClick={() => void abortRig(workstation)}
    >
      <span className="abort-word">Abort</span>
      <kbd>
        {abortHotkey.label} or {abortHotkey.alternative.replaceAll('+', ' ').replace('Escape', 'Esc')}
      </kbd>
    </button>
  );
}
