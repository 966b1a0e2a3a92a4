import type { ReactNode } from 'react';

/** An empty place states what belongs there and what to do. */
export function EmptyState({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty-state">
      <svg width="120" height="36" viewBox="0 0 120 36" aria-hidden="true" className="empty-state-trace">
        <path
          d="M0 28 H34 C38 28 40 27 42 6 C46 8 58 8 64 14 C70 22 72 28 78 28 H120"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeDasharray="3 3"
        />
      </svg>
      <h3>{title}</h3>
      <p>{children}</p>
      {action}
    </div>
  );
}
