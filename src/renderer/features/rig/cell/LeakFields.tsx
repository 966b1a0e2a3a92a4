import { leakWarnings, type LeakPlan } from '../../../../core/protocol/leak-sweeps.ts';
import { valueOf } from '../../../state/loadable.ts';
import { useAppState } from '../../../state/useWorkstation.ts';
import { QuantityField } from '../../../ui/QuantityField.tsx';
import { SelectField } from '../../../ui/SelectField.tsx';
import type { SettingsDraft } from './settingsDraft.ts';

const NUMBERS = ['4', '8', '-4', '-8'];
const WHEN: readonly { readonly value: LeakPlan['when']; readonly label: string }[] = [
  { value: 'before', label: 'before the protocol' },
  { value: 'after', label: 'after the run' },
];

interface LeakFieldsProps {
  readonly draft: SettingsDraft;
  /** As it will be; null: none, or it cannot be. */
  readonly plan: LeakPlan | null;
  readonly onChange: (draft: SettingsDraft) => void;
}

/** P/N leak subtraction: how many sub-sweeps, from which level, and when. */
export function LeakFields({ draft, plan, onChange }: LeakFieldsProps) {
  const protocol = valueOf(useAppState((state) => state.compiled))?.requested ?? null;
  const { leakN, leakHoldingMv, leakWhen } = draft;
  const numbers = leakN === '' || NUMBERS.includes(leakN) ? NUMBERS : [leakN, ...NUMBERS];
  const warnings = plan === null || protocol === null ? [] : leakWarnings(protocol, plan);
  return (
    <>
      <div className="row">
        <SelectField
          label="Leak subtraction"
          value={leakN}
          options={[{ value: '', label: 'none' }, ...numbers.map((n) => ({ value: n, label: `P/${n}` }))]}
          testId="set-leak"
          onChange={(n) => onChange({ ...draft, leakN: n })}
        />
        <QuantityField
          label="From"
          unit="mV"
          value={leakHoldingMv}
          disabled={leakN === ''}
          testId="set-leak-holding"
          onChange={(text) => onChange({ ...draft, leakHoldingMv: text })}
        />
        <SelectField
          label="Sub-sweeps"
          value={leakWhen}
          options={WHEN}
          disabled={leakN === ''}
          onChange={(when) => onChange({ ...draft, leakWhen: when === 'after' ? 'after' : 'before' })}
        />
      </div>
      {leakN !== '' && (
        <p className="fine" data-testid="leak-words">
          Raw protocol and raw sub-sweeps are kept. Twins are inferred from the raw current.
        </p>
      )}
      {warnings.map((warning) => (
        <p key={warning} className="field-problem">
          {warning}
        </p>
      ))}
    </>
  );
}
