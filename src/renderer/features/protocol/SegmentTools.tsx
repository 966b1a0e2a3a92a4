import { Button, ButtonGroup } from '@blueprintjs/core';
import type { OpenProtocol } from './deskState.ts';
import { useWorkstation } from '../../state/useWorkstation.ts';
import { command, selectedIndex, type SegmentCommand } from './editActions.ts';

const TOOLS: readonly { readonly name: SegmentCommand; readonly text: string; readonly title: string }[] = [
  { name: 'add', text: 'Add', title: 'Add a step at the holding potential after the chosen segment (Insert on the plot)' },
  { name: 'duplicate', text: 'Duplicate', title: 'Play the chosen segment twice (d on the plot)' },
  { name: 'split', text: 'Split', title: 'Two halves in the place of the chosen segment (s on the plot)' },
  { name: 'up', text: 'Up', title: 'One place earlier (Alt+Up)' },
  { name: 'down', text: 'Down', title: 'One place later (Alt+Down)' },
  { name: 'remove', text: 'Remove', title: 'Remove the chosen segment (Delete on the plot)' },
];

/** Actions on the chosen segment. */
export function SegmentTools({ open }: { open: OpenProtocol }) {
  const workstation = useWorkstation();
  const chosen = selectedIndex(open);
  const count = open.history.present.segments.length;
  const isOff: Readonly<Record<SegmentCommand, boolean>> = {
    add: false,
    duplicate: chosen < 0,
    split: chosen < 0,
    up: chosen <= 0,
    down: chosen < 0 || chosen === count - 1,
    remove: chosen < 0 || count === 1,
  };
  return (
    <ButtonGroup aria-label="Segments">
      {TOOLS.map(({ name, text, title }) => (
        <Button
          key={name}
          size="small"
          title={title}
          disabled={isOff[name]}
          data-testid={`segment-${name}`}
          onClick={() => command(workstation, name)}
        >
          {text}
        </Button>
      ))}
    </ButtonGroup>
  );
}
