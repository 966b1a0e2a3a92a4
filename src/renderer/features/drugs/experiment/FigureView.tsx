import { useEffect, useRef, useState } from 'react';
import type { Figure, Ink, Mark } from '../../../../core/report/study/figure.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { ExportMenu } from '../../../ui/ExportMenu.tsx';
import type { RequestOf } from '../../../../shared/contract/contract.ts';

const FORMATS = [
  { id: 'svg', title: 'SVG', purpose: 'For a paper: sharp at any size.', extension: 'svg' },
  { id: 'png', title: 'PNG', purpose: 'For a slide.', extension: 'png' },
  { id: 'csv', title: 'CSV', purpose: 'The numbers of the figure.', extension: 'csv' },
] as const;

type FigureName = RequestOf<'drug:exportFigure'>['figure'];

/** A figure that fills its place, drawn by `draw` for the size it has. */
export function FigureView({ name, draw }: { name: FigureName; draw: (width: number, height: number) => Figure | null }) {
  const workstation = useWorkstation();
  const { study, running, cell, condition, feature, changes, answerNm } = useAppState((state) => state.drugStudy);
  const place = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<{ width: number; height: number } | null>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const watch = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize({ width: Math.floor(entry.contentRect.width), height: Math.floor(entry.contentRect.height) });
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const figure = size === null || size.width < 100 || size.height < 80 ? null : draw(size.width, size.height);
  return (
    <div className="study-figure" data-testid={`figure-${name}`}>
      <div className="study-figure-place" ref={place}>
        {figure !== null && (
          <svg
            width={figure.width}
            height={figure.height}
            viewBox={`0 0 ${figure.width} ${figure.height}`}
            role="img"
            aria-label={figure.title}
          >
            {figure.marks.map((mark, i) => (
              <MarkView key={i} mark={mark} />
            ))}
          </svg>
        )}
      </div>
      {study !== null && running === null && figure !== null && (
        <div className="study-figure-export">
          <ExportMenu
            minimal
            formats={FORMATS}
            testId={`export-figure-${name}`}
            onExport={(format) =>
              void workstation.attempt('drug:exportFigure', {
                id: study.id,
                cell,
                condition,
                figure: name,
                format,
                feature,
                changes,
                nM: Number(answerNm) || 0,
              })
            }
          />
        </div>
      )}
    </div>
  );
}

/** The named colours on the ground of the desk, in both themes. */
const DESK: Readonly<Record<string, string>> = {
  text: 'var(--text)',
  muted: 'var(--text-2)',
  grid: 'var(--plot-grid)',
  line: 'var(--line-strong)',
  ground: 'var(--plot-surface)',
  accent: 'var(--ink-twin)',
  warn: 'var(--armed)',
  simulated: 'var(--simulated)',
};

function inkOf(ink: Ink | undefined, absent: string): string {
  return ink === undefined ? absent : (DESK[ink] ?? ink);
}

function MarkView({ mark }: { mark: Mark }) {
  if (mark.kind === 'text') {
    return (
      <text
        x={mark.x}
        y={mark.y}
        fontSize={mark.size}
        textAnchor={mark.anchor ?? 'start'}
        fontWeight={mark.bold === true ? 600 : 400}
        style={{ fill: inkOf(mark.fill, DESK['text'] ?? '') }}
      >
        {mark.text}
      </text>
    );
  }
  return (
    <path
      d={mark.d}
      strokeWidth={mark.width ?? 1}
      {...(mark.dash === undefined ? {} : { strokeDasharray: mark.dash })}
      opacity={mark.opacity ?? 1}
      style={{ fill: inkOf(mark.fill, 'none'), stroke: inkOf(mark.stroke, 'none') }}
    />
  );
}
