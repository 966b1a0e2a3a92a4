import { useEffect, useRef } from 'react';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { fixed } from '../../../ui/quantity.ts';
import { readCursors, type Cursors } from './cursors.ts';

/** Figures that change faster cannot be read, ms. */
const EVERY_MS = 250;

/** Time and current at both cursors, and their differences; written without a render, as sweeps come. */
export function CursorReadout() {
  const { scope } = useWorkstation();
  const cursors = useAppState((state) => state.scope.cursors);
  const out = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    if (cursors === null) return;
    let writtenMs = 0;
    const write = (): void => {
      if (out.current !== null) out.current.textContent = inWords(scope.current.get(), cursors);
      writtenMs = performance.now();
    };
    write();
    return scope.current.subscribe(() => {
      if (performance.now() - writtenMs >= EVERY_MS) write();
    });
  }, [scope, cursors]);
  return cursors === null ? null : (
    <p
      ref={out}
      className="cursor-readout num"
      data-testid="cursor-readout"
      title="Mean of the sweeps on screen. Drag a cursor, or move it with , and . (further: < and >); x takes the other one."
    />
  );
}

function inWords(columns: Parameters<typeof readCursors>[0], cursors: Cursors): string {
  const { currentPa, differenceMs, differencePa } = readCursors(columns, cursors);
  const one = (which: 0 | 1): string => `${which + 1}: ${fixed(cursors.atMs[which], 1)} ms ${fixed(currentPa[which], 1)} pA`;
  return `${one(0)}   ${one(1)}   Δt ${fixed(differenceMs, 1)} ms   ΔI ${fixed(differencePa, 1)} pA`;
}
