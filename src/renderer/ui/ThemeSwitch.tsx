import type { ThemeChoice } from '../state/appState.ts';
import { useAppState, useWorkstation } from '../state/useWorkstation.ts';
import { chooseTheme } from './theme.ts';

const NEXT: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: 'dark', dark: 'light', light: 'system' };
const WORD: Readonly<Record<ThemeChoice, string>> = { system: 'System', dark: 'Dark', light: 'Light' };

export function ThemeSwitch() {
  const { store } = useWorkstation();
  const theme = useAppState((state) => state.theme);
  return (
    <button
      type="button"
      className="rail-item rail-theme"
      data-testid="theme-switch"
      title={`Theme: ${WORD[theme]}. Press for ${WORD[NEXT[theme]]}.`}
      aria-label={`Theme: ${WORD[theme]}`}
      onClick={() => chooseTheme(store, NEXT[theme])}
    >
      <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5">
        <circle cx="9" cy="9" r="6.5" />
        <path d="M9 2.5 A6.5 6.5 0 0 1 9 15.5 Z" fill={theme === 'light' ? 'none' : 'currentColor'} />
      </svg>
      <span>{WORD[theme]}</span>
    </button>
  );
}
