import { JobsButton } from '../features/jobs/JobsButton.tsx';
import { DESKS } from '../state/appState.ts';
import { useAppState, useWorkstation } from '../state/useWorkstation.ts';
import { DeskGlyph } from './DeskGlyph.tsx';
import { DESK_TITLE } from './deskTitles.ts';
import { ThemeSwitch } from './ThemeSwitch.tsx';

/** The desks, in the order of the work; the last two prepare it. */
export function Rail() {
  const { store } = useWorkstation();
  const open = useAppState((state) => state.desk);
  return (
    <nav className="rail" aria-label="Desks">
      {DESKS.map((desk, index) => (
        <button
          key={desk}
          type="button"
          className="rail-item"
          aria-current={desk === open ? 'page' : undefined}
          aria-keyshortcuts={`Control+${index + 1}`}
          title={`${DESK_TITLE[desk]} (Ctrl+${index + 1})`}
          data-testid={`desk-${desk}`}
          onClick={() => store.set({ desk })}
        >
          <DeskGlyph desk={desk} />
          <span>{DESK_TITLE[desk]}</span>
        </button>
      ))}
      <div className="rail-space" />
      <JobsButton />
      <ThemeSwitch />
    </nav>
  );
}
