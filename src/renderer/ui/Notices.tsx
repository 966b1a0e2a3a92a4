import { dismissNotice } from '../state/notices.ts';
import { useAppState, useWorkstation } from '../state/useWorkstation.ts';

const WORD = { info: 'Done', warning: 'Note', error: 'Failed' } as const;
const MARK = { info: '✓', warning: '!', error: '✕' } as const;

/** Notices of main and of failures. Errors stay until the operator dismisses them. */
export function Notices() {
  const { store } = useWorkstation();
  const notices = useAppState((state) => state.notices);
  if (notices.length === 0) return null;
  return (
    <div className="notices" aria-live="assertive">
      {notices.length > 2 && (
        <button type="button" className="notice-all" onClick={() => store.set({ notices: [] })}>
          Dismiss all {notices.length}
        </button>
      )}
      {notices.map(({ id, level, message }) => (
        <div key={id} className={`notice notice-${level}`} role={level === 'error' ? 'alert' : 'status'} data-testid={`notice-${level}`}>
          <span className="notice-mark" aria-hidden="true">
            {MARK[level]}
          </span>
          <p>
            <strong>{WORD[level]}.</strong> {message}
          </p>
          <button type="button" className="notice-close" aria-label="Dismiss this notice" onClick={() => dismissNotice(store, id)}>
            ✕
          </button>
        </div>
      ))}
    </div>
  );
}
