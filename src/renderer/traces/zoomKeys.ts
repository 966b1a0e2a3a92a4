import type { TimeWindow } from './timeWindow.ts';

/**
 * The window that a key selects: + and - zoom about the middle, arrows pan by a quarter, Escape or 0 shows the whole
 * trace (null). undefined: the key is not for the plot.
 */
export function zoomByKey(key: string, shown: TimeWindow, whole: TimeWindow): TimeWindow | null | undefined {
  const span = shown.toMs - shown.fromMs;
  const middle = (shown.fromMs + shown.toMs) / 2;
  switch (key) {
    case '+':
    case '=':
      return { fromMs: middle - span / 4, toMs: middle + span / 4 };
    case '-':
      return span * 2 >= whole.toMs - whole.fromMs ? null : within({ fromMs: middle - span, toMs: middle + span }, whole);
    case 'ArrowLeft':
      return within({ fromMs: shown.fromMs - span / 4, toMs: shown.toMs - span / 4 }, whole);
    case 'ArrowRight':
      return within({ fromMs: shown.fromMs + span / 4, toMs: shown.toMs + span / 4 }, whole);
    case 'Escape':
    case '0':
      return null;
    default:
      return undefined;
  }
}

function within(window: TimeWindow, whole: TimeWindow): TimeWindow {
  const shift = Math.max(0, whole.fromMs - window.fromMs) - Math.max(0, window.toMs - whole.toMs);
  return { fromMs: window.fromMs + shift, toMs: window.toMs + shift };
}
