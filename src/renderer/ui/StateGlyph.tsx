import type { RigState } from './rigStateLook.ts';

/** A distinct shape for every state: it can be recognised without colour and from a distance. */
export function StateGlyph({ state }: { state: RigState }) {
  return (
    <svg
      width="22"
      height="22"
      viewBox="0 0 22 22"
      aria-hidden="true"
      className={`state-glyph state-${state}`}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    >
      {shape(state)}
    </svg>
  );
}

function shape(state: RigState) {
  switch (state) {
    case 'disconnected':
      return <circle cx="11" cy="11" r="7.5" strokeDasharray="3.2 2.7" />;
    case 'connecting':
      return <path d="M11 3.5 A7.5 7.5 0 1 1 3.5 11" />;
    case 'idle':
      return <rect x="4.5" y="4.5" width="13" height="13" rx="1" />;
    case 'armed':
      return <path d="M11 3 L20 18.5 H2 Z" strokeLinejoin="round" />;
    case 'recording':
      return <circle cx="11" cy="11" r="8" fill="currentColor" />;
    case 'stopping':
      return <rect x="4.5" y="4.5" width="13" height="13" rx="1" fill="currentColor" />;
    case 'fault':
      return (
        <>
          <path d="M7 1.5 H15 L20.5 7 V15 L15 20.5 H7 L1.5 15 V7 Z" fill="currentColor" />
          <path d="M7 7 L15 15 M15 7 L7 15" className="glyph-cut" />
        </>
      );
  }
}
