import { JobsButton } from '../features/jobs/JobsButton.tsx';
import { DESKS } from '../features/parts.ts';
import { useAppState, useWorkstation } from '../state/useWorkstation.ts';
import { ThemeSwitch } from '../ui/ThemeSwitch.tsx';
import { DeskGlyph } from './DeskGlyph.tsx';

/** The desks, in the order of the work; the last two prepare it. */
export function Rail() {
  const { store } = useWorkstation();
  const open = useAppState((state) => state.desk);
  return (
    <nav className="rail" aria-label="Desks">
      {DESKS.map(({ id, title, glyph }, index) => (
        <button
          key={id}
          type="button"
          className="rail-item"
          aria-current={id === open ? 'page' : undefined}
          aria-keyshortcuts={`Control+${index + 1}`}
          title={`${title} (Ctrl+${index + 1})`}
          data-testid={`desk-${id}`}
          onClick={() => store.set({ desk: id })}
        >
          <DeskGlyph glyph={glyph} />
          <span>{title}</span>
        </button>
      ))}
      <div className="rail-space" />
      <JobsButton />
      <ThemeSwitch />
    </nav>
  );
}
