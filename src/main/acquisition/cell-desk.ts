import { zapWords, type GivenZap, type ZapPulse } from '../../core/amplifier/zap.ts';
import { leakSettingWords } from '../../core/protocol/leak-sweeps.ts';
import { bathWords, type Bath } from '../../core/quality/bath.ts';
import { compensationWords, type CompensationCheck } from '../../core/quality/compensation-check.ts';
import { CellWatch, STAGE_WORDS, type Stage } from '../../core/quality/cell-watch.ts';
import { GATE_WORDS, judgeGates, type Verdict } from '../../core/quality/gates.ts';
import { openCellOf } from '../../core/quality/pulse-reading.ts';
import { USUAL_SETTINGS, type RigSettings } from '../../core/quality/rig-settings.ts';
import type { CellNow, CellZap, LastClamp, LogEntry } from '../../shared/contract/cell-schema.ts';
import type { MembraneTest, RigStatus } from '../../shared/contract/schemas.ts';

/** Log entries that are stored with a recording. */
const STORED_ENTRIES = 200;

/** What a recording keeps of its cell: everything set and done with it, and what the gates said when it began. */
export interface StoredQuality {
  readonly stage: Stage | null;
  readonly pipetteMohm: number | null;
  /** What flowed over the cell when the recording began; null: not stated. */
  readonly bath: Bath | null;
  readonly verdicts: readonly Verdict[];
  /** The clamp before it, of the same cell; null: none. */
  readonly lastClamp: LastClamp | null;
  /** The last check of the compensation; null: none of this cell. */
  readonly compensation: CompensationCheck | null;
  readonly settings: RigSettings;
  /** Of the electrode, taken off, mV. */
  readonly offset: CellNow['offset'];
  /** The oldest first. */
  readonly zaps: CellNow['zaps'];
  /** Since the cell began, the oldest first. */
  readonly log: readonly LogEntry[];
}

/** The operator's side of the rig: settings, the cell with its stage and its quality, and the log of all of it. */
export class CellDesk {
  readonly #watch = new CellWatch();
  readonly #now: () => Date;
  readonly #onEntry: (entry: LogEntry) => void;
  #settings = USUAL_SETTINGS;
  #log: LogEntry[] = [];
  #state: RigStatus['state'] = 'disconnected';
  #seenReading = 0;
  /** Nothing was stated of this cell or recorded from it. */
  #isFresh = true;
  #bath: Bath | null = null;
  #offset: CellNow['offset'] = { mv: 0, locked: false };
  #lastClamp: LastClamp | null = null;
  #zaps: CellZap[] = [];
  #compensation: CompensationCheck | null = null;

  constructor(now: () => Date, onEntry: (entry: LogEntry) => void) {
    this.#now = now;
    this.#onEntry = onEntry;
  }

  get offset(): CellNow['offset'] {
    return this.#offset;
  }

  get stage(): Stage | null {
    return this.#watch.stage;
  }

  /** A pipette in the bath is held at 0 mV: at the potential of a cell its current is beyond every range. */
  get holdingMv(): number {
    return this.#watch.stage === 'bath' ? 0 : this.#settings.holdingMv;
  }

  get bath(): Bath | null {
    return this.#bath;
  }

  get settings(): RigSettings {
    return this.#settings;
  }

  /** Returns what was changed, in words. */
  set(settings: RigSettings): void {
    for (const words of changesOf(this.#settings, settings)) this.add('setting', words);
    this.#settings = settings;
  }

  enter(stage: Stage): void {
    this.#isFresh = false;
    this.#watch.enter(stage);
    const { pipette } = this.#watch;
    const { seal } = this.#watch.measures();
    const after =
      stage === 'seal' && pipette !== null
        ? `, pipette ${pipette.toFixed(2)} MΩ`
        : stage === 'whole-cell' && seal != null
          ? `, seal ${seal.toFixed(0)} MΩ`
          : '';
    this.add('stage', `${STAGE_WORDS[stage]}${after}.`);
  }

  /** What is taken off for the electrode. */
  zero(mv: number): void {
    this.add('setting', `Electrode offset zeroed: ${mv.toFixed(2)} mV, was ${this.#offset.mv.toFixed(2)} mV.`);
    this.#offset = { mv, locked: false };
  }

  lockOffset(locked: boolean): void {
    if (locked === this.#offset.locked) return;
    this.#offset = { ...this.#offset, locked };
    this.add('setting', locked ? 'Electrode offset locked.' : 'Electrode offset unlocked.');
  }

  /** Another electrode: nothing is known of it. */
  forgetOffset(): void {
    this.#compensation = null;
    this.#offset = { mv: 0, locked: false };
  }

  /** The device gave it. */
  zapped(zap: GivenZap): void {
    this.#keepZap({ ...zap, confirmed: true }, '');
  }

  /** Nobody knows: the device did not say that it gave it. */
  maybeZapped(asked: ZapPulse, reason: string): void {
    this.#keepZap({ ...asked, confirmed: false }, ` asked, not confirmed by the device: ${reason}`);
  }

  #keepZap(zap: Omit<CellZap, 'at'>, after: string): void {
    const { seal } = this.#watch.measures();
    const sealed = seal == null ? '' : `, on a seal of ${seal.toFixed(0)} MΩ`;
    const { at } = this.add('zap', `Zap ${zapWords(zap)}${sealed}${after === '' ? '.' : after}`);
    this.#zaps = [...this.#zaps, { at, ...zap }];
  }

  /** Another solution flows over the cell from now on. */
  flow(bath: Bath): void {
    this.#bath = bath;
    this.add('bath', `${bathWords(bath)}.`);
  }

  /**
   * The cell that was open before a restart, by what its last recording under a command says. Nothing where this one has been worked with
   * already: a window that was reloaded asks too.
   */
  resume(clamp: LastClamp): void {
    if (!this.#isFresh) return;
    this.#isFresh = false;
    const breakInMohm = breakInOf(clamp);
    this.#watch.resume({ breakInMohm, errorMv: clamp.slow.errorMv });
    this.#lastClamp = clamp;
    const since = breakInMohm === null ? 'Rs at break-in is not known' : `Rs ${breakInMohm.toFixed(1)} MΩ at break-in`;
    this.add('cell', `Same cell as before, after recording ${clamp.recordingId}: whole cell, ${since}.`);
  }

  /** Another cell is on the pipette, in another bath. */
  begin(): void {
    this.#isFresh = false;
    this.#bath = null;
    this.#lastClamp = this.#compensation = null;
    this.#zaps = [];
    this.#watch.begin();
    this.#log = [];
    this.add('cell', 'New cell.');
  }

  /** A status of the rig: its changes are logged, its readings belong to the cell. */
  follow({ state, fault, scope }: RigStatus): void {
    if (state !== this.#state) {
      this.#state = state;
      this.add('state', fault === null ? `Rig ${state}.` : `Rig in fault: ${fault}`);
    }
    const reading = scope?.reading ?? null;
    if (reading === null || reading.number === this.#seenReading) return;
    this.#seenReading = reading.number;
    // After break-in it is no longer that of the seal, whether or not the operator has stated it.
    if (this.#watch.stage !== 'seal' || openCellOf(reading) === null) this.#watch.resistance(reading.resistanceMohm);
    if (reading.membrane !== null) this.tested(reading.membrane);
  }

  tested(test: MembraneTest): void {
    this.#watch.membrane(test, this.#settings.holdingMv);
  }

  /** What the correction achieves. */
  checked(check: CompensationCheck): void {
    this.#compensation = check;
    this.add('quality', compensationWords(check));
  }

  /** A recording under a command has ended. Returns what it was worth, with the change since break-in. */
  recorded(clamp: Omit<LastClamp, 'changePercent' | 'breakInMohm'>): LastClamp {
    this.#isFresh = false;
    const { membrane } = clamp.steps;
    this.#watch.recorded(clamp, membrane);
    const changePercent = membrane === null ? null : (this.#watch.measures().change ?? null);
    this.#lastClamp = { ...clamp, changePercent, breakInMohm: this.#watch.breakIn };
    for (const words of clampInWords(clamp)) this.add('quality', words);
    return this.#lastClamp;
  }

  add(kind: LogEntry['kind'], words: string): LogEntry {
    const entry = { at: this.#now().toISOString(), kind, words: words.slice(0, 1000) };
    this.#log.push(entry);
    this.#onEntry(entry);
    return entry;
  }

  verdicts(): Verdict[] {
    return judgeGates(this.#settings.gates, this.#watch.measures());
  }

  /** Notes which gates failed when a recording began all the same. */
  noteOverride(): void {
    const failed = this.failed();
    if (failed.length > 0) this.add('quality', `Recorded although ${failed.join(', ')} failed.`);
  }

  /** Limits that fail now, with their values. */
  failed(): string[] {
    return this.verdicts()
      .filter(({ level }) => level === 'fail')
      .map(inWords);
  }

  cellNow(): Omit<CellNow, 'sequence'> {
    return {
      stage: this.#watch.stage,
      pipetteMohm: this.#watch.pipette,
      bath: this.#bath,
      offset: this.#offset,
      zaps: this.#zaps,
      verdicts: this.verdicts(),
      lastClamp: this.#lastClamp,
      compensation: this.#compensation,
    };
  }

  stored(): StoredQuality {
    return { ...this.cellNow(), settings: this.#settings, log: this.#log.slice(-STORED_ENTRIES) };
  }
}

/** Recordings of before it was stored have the change from it alone. */
function breakInOf({ breakInMohm, changePercent, steps: { membrane } }: LastClamp): number | null {
  if (breakInMohm !== undefined) return breakInMohm;
  return membrane === null || changePercent === null ? null : membrane.seriesResistanceMohm / (1 + changePercent / 100);
}

function inWords({ id, value }: Verdict): string {
  const { label, unit, digits } = GATE_WORDS[id];
  return `${label} (${value?.toFixed(digits) ?? '–'} ${unit})`;
}

function clampInWords({ recordingId, slow, sodium, steps }: Omit<LastClamp, 'changePercent'>): string[] {
  const { membrane, noMembrane } = steps;
  const words = `Recording ${recordingId}: clamp error of slow currents ${slow.errorMv.toFixed(1)} mV at ${slow.currentPa.toFixed(0)} pA`;
  const errors =
    sodium === null ? `${words}.` : `${words}; of INa ${sodium.errorMv.toFixed(1)} mV at ${sodium.currentPa.toFixed(0)} pA, not judged.`;
  const read =
    membrane === null
      ? `${noMembrane ?? 'not readable'}.`
      : `Rs ${membrane.seriesResistanceMohm.toFixed(1)} MΩ, Cm ${membrane.membraneCapacitancePf.toFixed(1)} pF.`;
  return [errors, `Recording ${recordingId}, from its own steps: ${read}`];
}

function changesOf(before: RigSettings, after: RigSettings): string[] {
  const words: string[] = [];
  const say = (what: string, from: number, to: number, unit: string): void => {
    if (from !== to) words.push(`${what} ${to} ${unit}, was ${from} ${unit}.`);
  };
  say('Holding potential', before.holdingMv, after.holdingMv, 'mV');
  say('Rs correction', before.compensationPercent, after.compensationPercent, '%');
  say('Rs prediction', before.predictionPercent, after.predictionPercent, '%');
  say('Junction potential', before.junctionPotentialMv, after.junctionPotentialMv, 'mV');
  for (const [what, at, unit] of [
    ['Level', 'levelMv', 'mV'],
    ['Duration', 'durationMs', 'ms'],
  ] as const)
    say(`${what} of a zap`, before.zap[at], after.zap[at], unit);
  const [wasLeak, leak] = [before, after].map((settings) => leakSettingWords(settings.leak));
  if (wasLeak !== leak) words.push(`Leak subtraction ${leak}, was ${wasLeak}.`);
  const rate = [before, after].map(({ recording: { sampleRateHz } }) =>
    sampleRateHz === null ? 'as usual' : `${sampleRateHz / 1000} kHz`,
  );
  const filter = [before, after].map(({ recording: { filterHz } }) => (filterHz === null ? 'as usual' : `${filterHz / 1000} kHz`));
  const range = [before, after].map(({ recording: { rangePa } }) => (rangePa === null ? 'as usual' : `±${rangePa / 1000} nA`));
  for (const [what, [was, now]] of Object.entries({ 'Sampling rate': rate, Filter: filter, 'Range of the current': range }))
    if (was !== now) words.push(`${what} of recordings ${now}, was ${was}.`);
  for (const gate of after.gates) {
    const was = before.gates.find(({ id }) => id === gate.id);
    if (JSON.stringify(was) !== JSON.stringify(gate)) words.push(`Limits of ${GATE_WORDS[gate.id].label} changed.`);
  }
  return words;
}
