import { Button } from '@blueprintjs/core';
import type { Stretch } from '../../../core/trace/stretches.ts';
import { fixed } from '../../ui/quantity.ts';

interface ExcludedListProps {
  readonly stretches: readonly Stretch[];
  /** Absent: the session is only read. */
  readonly onRemove?: ((at: number) => void) | undefined;
}

/** Stretches of a recording that no twin sees, each with its way back. */
export function ExcludedList({ stretches, onRemove }: ExcludedListProps) {
  if (stretches.length === 0) return null;
  return (
    <ul className="excluded-list" aria-label="Stretches that are left out">
      {stretches.map(([from, to], at) => {
        const words = `${fixed(from / 1000, 3)} to ${fixed(to / 1000, 3)} s`;
        return (
          <li key={`${from}-${to}`} data-testid="excluded">
            Left out: {words}
            {onRemove !== undefined && (
              <Button
                size="small"
                variant="minimal"
                data-testid="excluded-remove"
                aria-label={`Use ${words} again`}
                onClick={() => onRemove(at)}
              >
                ✕
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
