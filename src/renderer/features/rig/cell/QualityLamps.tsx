import { GATE_WORDS, type Gate, type GateId, type Level } from '../../../../core/quality/gates.ts';
import { useAppState } from '../../../state/useWorkstation.ts';
import { fixed } from '../../../ui/quantity.ts';
import { limitsInWords } from './limitsInWords.ts';

const SHORT: Readonly<Record<GateId, string>> = {
  seal: 'Seal',
  access: 'Rs',
  error: 'Clamp error',
  change: 'ΔRs',
  capacitance: 'Cm',
  resistance: 'Rm',
  holding: 'I at −80 mV',
};
/** A mark and a word beside the colour. */
const LOOK: Readonly<Record<Level, { readonly mark: string; readonly word: string }>> = {
  pass: { mark: '●', word: 'within its limits' },
  warn: { mark: '!', word: 'outside its limits' },
  fail: { mark: '▲', word: 'failed' },
  unknown: { mark: '○', word: 'not measured' },
};

/** One lamp a gate. They advise: nothing is refused. */
export function QualityLamps() {
  const verdicts = useAppState((state) => state.rig.cell.verdicts);
  const gates = useAppState((state) => state.rigSettings)?.gates ?? [];
  if (verdicts.length === 0) return <p className="fine">Connect a device to judge a cell.</p>;
  return (
    <ul className="lamps" aria-label="Quality of the cell">
      {verdicts.map(({ id, level, value }) => (
        <li key={id} className={`lamp lamp-${level}`} title={titleOf(id, level, gates)} data-testid={`lamp-${id}`} data-level={level}>
          <span className="lamp-mark" aria-hidden="true">
            {LOOK[level].mark}
          </span>
          <span className="readout-label">{SHORT[id]}</span>
          <span className="visually-hidden">{LOOK[level].word}</span>
          <span className="num">
            {shown(id, value)}
            {value !== null && <span className="unit">{unitOf(id, value)}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

function isGiga(id: GateId, value: number | null): boolean {
  return GATE_WORDS[id].unit === 'MΩ' && value !== null && value >= 10_000;
}

function shown(id: GateId, value: number | null): string {
  if (isGiga(id, value)) return fixed((value ?? 0) / 1000, 1);
  return fixed(value, GATE_WORDS[id].digits);
}

function unitOf(id: GateId, value: number): string {
  return isGiga(id, value) ? 'GΩ' : GATE_WORDS[id].unit;
}

function titleOf(id: GateId, level: Level, gates: readonly Gate[]): string {
  const gate = gates.find((one) => one.id === id);
  return `${GATE_WORDS[id].label}: ${LOOK[level].word}.${gate === undefined ? '' : ` ${limitsInWords(gate)}`}`;
}
