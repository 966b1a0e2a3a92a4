import { highestFilterHz, setupFor, USUAL_SETUP } from '../../../../core/amplifier/recording-setup.ts';
import type { AmplifierCapabilities } from '../../../../core/amplifier/capabilities.ts';
import { QuantityField } from '../../../ui/QuantityField.tsx';
import { SelectField } from '../../../ui/SelectField.tsx';
import type { SettingsDraft } from './settingsDraft.ts';

interface RecordingSetupFieldsProps {
  readonly draft: SettingsDraft;
  readonly offers: AmplifierCapabilities;
  readonly onChange: (draft: SettingsDraft) => void;
}

const kilohertz = (hz: number): string => `${hz / 1000} kHz`;
const nanoampere = (pa: number): string => `±${pa / 1000} nA`;

/** Rate, filter and gain of recordings, as far as the device offers them. */
export function RecordingSetupFields({ draft, offers, onChange }: RecordingSetupFieldsProps) {
  const usual = setupFor(USUAL_SETUP, offers).chosen;
  const rateHz = draft.sampleRateHz === '' ? usual.sampleRateHz : Number(draft.sampleRateHz);
  const { lowestHz, setBy } = offers.outputFilter;
  const bounds = `${lowestHz / 1000} to ${highestFilterHz(offers, rateHz) / 1000}`;
  return (
    <div className="row">
      <SelectField
        label="Sampling rate of recordings"
        value={draft.sampleRateHz}
        options={optionsOf(offers.sampleRatesHz, usual.sampleRateHz, kilohertz, draft.sampleRateHz)}
        testId="set-rate"
        onChange={(sampleRateHz) => onChange({ ...draft, sampleRateHz })}
      />
      <QuantityField
        label={`${setBy === 'operator' ? 'Filter, as its knob is at' : 'Filter'} (${bounds})`}
        unit="kHz"
        value={draft.filterKhz}
        placeholder={String(usual.filterHz / 1000)}
        testId="set-filter"
        onChange={(filterKhz) => onChange({ ...draft, filterKhz })}
      />
      <SelectField
        label="Range of the current (gain)"
        value={draft.rangePa}
        options={optionsOf(offers.currentRangesPa, usual.rangePa, nanoampere, draft.rangePa)}
        testId="set-range"
        onChange={(rangePa) => onChange({ ...draft, rangePa })}
      />
    </div>
  );
}

/** What is offered, the usual first; a setting that is not offered stays visible until another is chosen. */
function optionsOf(
  offered: readonly number[],
  usual: number,
  words: (value: number) => string,
  set: string,
): { readonly value: string; readonly label: string }[] {
  const all = [...offered].sort((a, b) => a - b).map((value) => ({ value: String(value), label: words(value) }));
  const lost = set === '' || offered.includes(Number(set)) ? [] : [{ value: set, label: `${words(Number(set))}, not offered` }];
  return [{ value: '', label: `Usual, ${words(usual)}` }, ...all, ...lost];
}
