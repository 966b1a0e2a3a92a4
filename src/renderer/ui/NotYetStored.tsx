import { fixed } from './quantity.ts';

/** Below this it is the normal delay of a disk, s. */
const NOTABLE_S = 0.5;

/** Samples on the screen that are not on the disk yet: prominent, with the seconds, while it lasts. */
export function NotYetStored({ seconds }: { readonly seconds: number }) {
  if (!(seconds > NOTABLE_S)) return null;
  return (
    <div
      className="not-stored"
      role="alert"
      data-testid="not-yet-stored"
      title="The disk is busy: these seconds are kept in memory and stored as soon as it answers. If it does not, the run stops safely."
    >
      <span aria-hidden="true">▲</span> Not yet stored <span className="num">{fixed(seconds, 1)} s</span>
    </div>
  );
}
