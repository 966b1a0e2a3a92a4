import { memo } from 'react';
import type { KeyedSegment } from '../../../core/protocol/edit/edited-protocol.ts';
import { segmentStartMv, type Segment } from '../../../core/protocol/protocol.ts';
import type { FieldText } from './deskState.ts';
import { useWorkstation } from '../../state/useWorkstation.ts';
import { fixed } from '../../ui/quantity.ts';
import { CellField } from './CellField.tsx';
import { changeKind, selectSegment } from './editActions.ts';

interface SegmentRowProps {
  readonly segment: KeyedSegment;
  readonly index: number;
  readonly startMs: number;
  readonly chosen: boolean;
  readonly from: FieldText | undefined;
  readonly to: FieldText | undefined;
  readonly ms: FieldText | undefined;
}

export const SegmentRow = memo(function SegmentRow({ segment, index, startMs, chosen, from, to, ms }: SegmentRowProps) {
  const workstation = useWorkstation();
  const { key } = segment;
  const name = `Segment ${index + 1}`;
  const choose = (): void => selectSegment(workstation, key);
  return (
    <tr
      className={chosen ? 'row-chosen' : ''}
      aria-selected={chosen}
      data-testid="segment-row"
      data-key={key}
      onFocus={choose}
      onMouseDown={choose}
    >
      <th scope="row" className="num">
        {chosen ? <span aria-hidden="true">▸</span> : null}
        {index + 1}
      </th>
      <td>
        <select
          className="cell-select"
          value={segment.kind}
          aria-label={`${name}, kind`}
          data-testid={`segment-${index + 1}-kind`}
          onChange={(event) => changeKind(workstation, key, event.currentTarget.value as Segment['kind'])}
        >
          <option value="step">step</option>
          <option value="ramp">ramp</option>
        </select>
      </td>
      <td>
        <CellField
          id={`${key}.from`}
          label={segment.kind === 'step' ? `${name}, level` : `${name}, from`}
          unit="mV"
          value={segmentStartMv(segment)}
          typed={from}
          testId={`segment-${index + 1}-from`}
        />
      </td>
      <td>
        {segment.kind === 'ramp' ? (
          <CellField id={`${key}.to`} label={`${name}, to`} unit="mV" value={segment.endMv} typed={to} testId={`segment-${index + 1}-to`} />
        ) : (
          <span className="muted cell-same">same</span>
        )}
      </td>
      <td>
        <CellField
          id={`${key}.ms`}
          label={`${name}, duration`}
          unit="ms"
          value={segment.durationMs}
          typed={ms}
          testId={`segment-${index + 1}-ms`}
        />
      </td>
      <td className="num muted">{fixed(startMs, 1)}</td>
    </tr>
  );
});
