import type { Glyph } from '../state/part.ts';

/** Line drawing of the subject of a desk. */
export function DeskGlyph({ glyph: { lines, dots } }: { glyph: Glyph }) {
  return (
    <svg
      width="24"
      height="24"
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={lines} />
      {dots !== undefined && <path d={dots} strokeWidth="3.5" strokeDasharray="0.01 100" />}
    </svg>
  );
}
