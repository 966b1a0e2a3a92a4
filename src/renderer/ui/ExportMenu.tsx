import { Button } from '@blueprintjs/core';
import { useEffect, useRef, useState } from 'react';

interface ExportMenuProps<Format extends string> {
  readonly formats: readonly { readonly id: Format; readonly title: string; readonly purpose: string; readonly extension: string }[];
  readonly onExport: (format: Format) => void;
  readonly loading?: boolean;
  readonly minimal?: boolean;
  /** Of the button; the entries are "export-FORMAT". */
  readonly testId: string;
}

/** Longest list, px: where less is left below the button it opens above. */
const TALLEST = 420;
const WIDTH = 380;

/** What something can be exported as, by what each format is for. Escape, or a press elsewhere, closes it. */
export function ExportMenu<Format extends string>({
  formats,
  onExport,
  loading = false,
  minimal = false,
  testId,
}: ExportMenuProps<Format>) {
  const [place, setPlace] = useState<{ readonly left: number; readonly top?: number; readonly bottom?: number } | null>(null);
  const anchor = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place === null) return;
    anchor.current?.querySelector<HTMLButtonElement>('.export-entry')?.focus();
    const close = (event: Event): void => {
      const inside = event.target instanceof Node && anchor.current?.contains(event.target) === true;
      if (event.type !== 'pointerdown' || !inside) setPlace(null);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setPlace(null);
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', onKey);
    window.addEventListener('resize', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', onKey);
      window.removeEventListener('resize', close);
    };
  }, [place]);
  const open = (): void => {
    const box = anchor.current?.getBoundingClientRect();
    if (place !== null || box === undefined) {
      setPlace(null);
      return;
    }
    const left = Math.max(8, Math.min(box.left, window.innerWidth - WIDTH - 8));
    setPlace(
      box.bottom + TALLEST < window.innerHeight ? { left, top: box.bottom + 4 } : { left, bottom: window.innerHeight - box.top + 4 },
    );
  };
  return (
    <div className="export-menu" ref={anchor}>
      <Button
        size="small"
        variant={minimal ? 'minimal' : 'solid'}
        loading={loading}
        aria-haspopup="menu"
        aria-expanded={place !== null}
        data-testid={testId}
        onClick={open}
      >
        Export…
      </Button>
      {place !== null && (
        <ul className="export-list" role="menu" style={{ ...place, width: WIDTH }}>
          {formats.map(({ id, title, purpose, extension }) => (
            <li key={id} role="none">
              <button
                type="button"
                role="menuitem"
                className="export-entry"
                data-testid={`export-${id}`}
                onClick={() => {
                  setPlace(null);
                  onExport(id);
                }}
              >
                <span className="export-title">
                  {title} <span className="muted">.{extension}</span>
                </span>
                <span className="fine">{purpose}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
