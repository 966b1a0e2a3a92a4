import { useCallback, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type uPlot from 'uplot';
import { protocolDurationMs } from '../../../../core/protocol/protocol.ts';
import type { Protocol } from '../../../state/appState.ts';
import { asProtocol, shownVersion, type OpenProtocol } from '../deskState.ts';
import { useAppState, useWorkstation } from '../../../state/useWorkstation.ts';
import { commandColumns } from '../../../traces/commandColumns.ts';
import { TimePlot } from '../../../traces/TimePlot.tsx';
import type { TimeWindow } from '../../../traces/timeWindow.ts';
import { TraceSource } from '../../../traces/traceSource.ts';
import { command, dragGrid, edit, nudge, preview, selectedIndex, selectSegment } from '../editActions.ts';
import { describeSegment } from '../describeSegment.ts';
import { bindDragging } from './bindDragging.ts';
import { drawHandles } from './drawHandles.ts';
import { plotCommand, type PlotCommand } from './plotKeys.ts';
import { startOf, type PlotTarget } from './plotTarget.ts';

interface EditPlotProps {
  readonly open: OpenProtocol;
  readonly compared: Protocol | null;
  readonly zoom: TimeWindow | null;
  readonly onZoom: (zoom: TimeWindow | null) => void;
}

/** Range of a usual protocol: within it the scale does not move while a level is dragged, mV. */
const USUAL_RANGE_MV = [-130, 70] as const;
const KEY_HELP =
  'Page Up and Page Down choose a segment, arrows move its level and its end, Shift ten times as far, Alt finer; Insert adds, d ' +
  'duplicates, s splits, Delete removes; plus and minus zoom, z shows the segment, Escape lets go';

/** The edited protocol as a plot that can be changed by dragging and by keys, over the one it is compared with. */
export function EditPlot({ open, compared, zoom, onZoom }: EditPlotProps) {
  const workstation = useWorkstation();
  const { edgeMode } = useAppState((state) => state.protocolDesk);
  const [source] = useState(() => new TraceSource());
  const [held, setHeld] = useState<TimeWindow | null>(null);
  const plot = useRef<uPlot>(undefined);
  const hovered = useRef<PlotTarget | null>(null);
  const version = shownVersion(open);
  const chosen = selectedIndex(open);

  useEffect(() => {
    const drawn = compared === null ? [asProtocol(open, version)] : [compared, asProtocol(open, version)];
    source.set(commandColumns(drawn, Math.max(20, Math.max(...drawn.map(protocolDurationMs)) / 80)));
    // Of the open protocol only the version is drawn.
  }, [version, compared, source]);
  useEffect(() => plot.current?.redraw(false, false), [chosen]);

  const attach = useCallback(
    (made: uPlot) => {
      plot.current = made;
      const desk = () => workstation.store.get().protocolDesk;
      const undraw = drawHandles(made, () => {
        const { open: now } = desk();
        return now === null ? null : { edited: shownVersion(now), chosen: selectedIndex(now), hovered: hovered.current };
      });
      const undrag = bindDragging(made, {
        edited: () => {
          const { open: now } = desk();
          return now === null ? { name: '', holdingMv: 0, segments: [], nextKey: 0 } : now.history.present;
        },
        grid: () => dragGrid(workstation.store.get()),
        edgeMode: () => desk().edgeMode,
        onChoose: (index) =>
          selectSegment(workstation, index === null ? null : (desk().open?.history.present.segments[index]?.key ?? null)),
        onGrab: setHeld,
        onMove: (moved) => preview(workstation, moved),
        onRelease: (moved) => {
          setHeld(null);
          preview(workstation, null);
          if (moved !== null) edit(workstation, () => moved);
        },
        onHover: (target) => {
          if (JSON.stringify(hovered.current) === JSON.stringify(target)) return;
          hovered.current = target;
          made.redraw(false, false);
        },
      });
      return () => {
        undrag();
        undraw();
        plot.current = undefined;
      };
    },
    [workstation],
  );

  const onKey = (event: KeyboardEvent<HTMLElement>): boolean => {
    const wanted = plotCommand(event, chosen >= 0);
    if (wanted === null) return false;
    carryOut(wanted);
    return true;
  };
  const carryOut = (wanted: PlotCommand): void => {
    switch (wanted.kind) {
      case 'choose':
        choose(wanted.to);
        return;
      case 'level':
        nudge(workstation, { mv: wanted.steps * dragGrid(workstation.store.get()).voltageStepMv, part: wanted.part }, edgeMode);
        return;
      case 'edge':
        nudge(workstation, { ms: wanted.ms }, edgeMode);
        return;
      case 'segment':
        command(workstation, wanted.command);
        return;
      case 'zoom-to-segment':
        onZoom(around(open, chosen));
        return;
    }
  };
  const choose = (to: 'first' | 'last' | 'next' | 'previous' | 'none'): void => {
    const last = version.segments.length - 1;
    const index = { first: 0, last, next: Math.min(last, chosen + 1), previous: chosen < 0 ? last : Math.max(0, chosen - 1), none: -1 }[to];
    selectSegment(workstation, version.segments[index]?.key ?? null);
    if (index >= 0 && zoom !== null) onZoom(broughtIntoView(open, index, zoom));
  };

  return (
    <>
      <TimePlot
        source={source}
        label={`Command voltage of ${version.name}`}
        yLabel="Command, mV"
        series={[
          ...(compared === null
            ? []
            : [{ label: compared === open.opened ? 'as opened' : compared.name, ink: 'compared', widthPx: 3 } as const]),
          { label: compared === null ? 'command' : version.name, ink: 'command', widthPx: 2 },
        ]}
        atLeast={USUAL_RANGE_MV}
        xUnit="s"
        showXAxis
        zoomable
        window={held ?? zoom}
        onZoom={onZoom}
        attach={attach}
        onKey={onKey}
        keyHelp={KEY_HELP}
        testId="protocol-edit-plot"
      />
      <p className="visually-hidden" aria-live="polite">
        {chosen < 0 ? '' : describeSegment(version, chosen)}
      </p>
    </>
  );
}

/** The segment with as much time around it. */
function around(open: OpenProtocol, index: number): TimeWindow | null {
  const version = shownVersion(open);
  const segment = version.segments[index];
  if (segment === undefined) return null;
  const startMs = startOf(version, index);
  const margin = Math.max(5, segment.durationMs);
  return { fromMs: startMs - margin, toMs: startMs + segment.durationMs + margin };
}

/** The same span of time, moved as little as necessary to show the segment. */
function broughtIntoView(open: OpenProtocol, index: number, zoom: TimeWindow): TimeWindow {
  const version = shownVersion(open);
  const startMs = startOf(version, index);
  const endMs = startMs + (version.segments[index]?.durationMs ?? 0);
  const span = zoom.toMs - zoom.fromMs;
  if (startMs >= zoom.fromMs && endMs <= zoom.toMs) return zoom;
  const fromMs = startMs < zoom.fromMs || endMs - startMs > span ? startMs - span / 10 : endMs + span / 10 - span;
  return { fromMs, toMs: fromMs + span };
}
