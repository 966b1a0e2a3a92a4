import type { LevelPart } from '../../../../core/protocol/edit/drag-segments.ts';
import type { SegmentCommand } from '../editActions.ts';

/** What a key does on the plot. */
export type PlotCommand =
  | { readonly kind: 'choose'; readonly to: 'first' | 'last' | 'next' | 'previous' | 'none' }
  | { readonly kind: 'level'; readonly steps: number; readonly part: LevelPart }
  | { readonly kind: 'edge'; readonly ms: number }
  | { readonly kind: 'segment'; readonly command: SegmentCommand }
  | { readonly kind: 'zoom-to-segment' };

export interface PlotKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/**
 * Arrows move the chosen segment: up and down its level by one step of the device (Shift ten; Alt only the end of a ramp), left
 * and right its end by 1 ms (Shift 10 ms, Alt 0.1 ms). Page keys, Home and End choose another. Without a chosen segment, and with
 * Ctrl, the keys belong to the zoom.
 */
export function plotCommand({ key, shiftKey, altKey, ctrlKey, metaKey }: PlotKey, hasChosen: boolean): PlotCommand | null {
  if (ctrlKey || metaKey) return null;
  const choice = CHOICES[key];
  if (choice !== undefined) return { kind: 'choose', to: choice };
  if (!hasChosen) return null;
  const steps = shiftKey ? 10 : 1;
  const ms = altKey ? 0.1 : steps;
  const part = altKey ? 'end' : 'whole';
  switch (key) {
    case 'ArrowUp':
      return { kind: 'level', steps, part };
    case 'ArrowDown':
      return { kind: 'level', steps: -steps, part };
    case 'ArrowRight':
      return { kind: 'edge', ms };
    case 'ArrowLeft':
      return { kind: 'edge', ms: -ms };
    case 'Delete':
      return { kind: 'segment', command: 'remove' };
    case 'Insert':
      return { kind: 'segment', command: 'add' };
    case 'd':
      return { kind: 'segment', command: 'duplicate' };
    case 's':
      return { kind: 'segment', command: 'split' };
    case 'z':
      return { kind: 'zoom-to-segment' };
    case 'Escape':
      return { kind: 'choose', to: 'none' };
    default:
      return null;
  }
}

const CHOICES: Readonly<Record<string, 'first' | 'last' | 'next' | 'previous'>> = {
  Home: 'first',
  End: 'last',
  PageDown: 'next',
  PageUp: 'previous',
};
