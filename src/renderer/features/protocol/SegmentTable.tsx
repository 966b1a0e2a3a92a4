import { useEffect, useRef } from 'react';
import { shownVersion, type OpenProtocol } from './deskState.ts';
import { SegmentRow } from './SegmentRow.tsx';

/** The segments as a table. The chosen one is brought into view when it was chosen elsewhere. */
export function SegmentTable({ open }: { open: OpenProtocol }) {
  const box = useRef<HTMLDivElement>(null);
  const { selected, texts } = open;
  const { segments } = shownVersion(open);
  useEffect(() => {
    const row = selected === null ? null : box.current?.querySelector(`tr[data-key="${selected}"]`);
    if (row?.contains(document.activeElement) === false) row.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  let endMs = 0;
  return (
    <div className="table-scroll" ref={box}>
      <table className="table segment-table" aria-label="Segments">
        <thead>
          <tr>
            <th scope="col" className="num">
              #
            </th>
            <th scope="col">Kind</th>
            <th scope="col" className="num">
              From
            </th>
            <th scope="col" className="num">
              To
            </th>
            <th scope="col" className="num">
              Duration
            </th>
            <th scope="col" className="num">
              Begins, ms
            </th>
          </tr>
        </thead>
        <tbody>
          {segments.map((segment, index) => {
            const startMs = endMs;
            endMs += segment.durationMs;
            const { key } = segment;
            return (
              <SegmentRow
                key={key}
                segment={segment}
                index={index}
                startMs={startMs}
                chosen={key === selected}
                from={texts[`${key}.from`]}
                to={texts[`${key}.to`]}
                ms={texts[`${key}.ms`]}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
