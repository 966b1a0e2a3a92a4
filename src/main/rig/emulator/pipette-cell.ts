import type { Random } from '../../../core/random/random.ts';
import type { PipetteStage } from '../../../shared/rig/emulator-order.ts';
import type { EmulatedCell } from './cell.ts';
import { zapOutcome } from './zap-outcome.ts';

/** A pipette for whole-cell recordings of iPSC-CM, MOhm. */
const PIPETTE_MOHM = 3;
/** On the cell, before suction: a tenth to a third more. */
const TOUCHING_SHARE = 1.2;
/** The seal grows from this to a gigaseal within seconds, MOhm. */
const SEAL_MOHM = { from: 20, to: 3000 } as const;
const SEAL_MS = 3000;
/** After break-in the access is this much larger and falls to what it becomes. */
const BREAK_IN_SHARE = 3;
const BREAK_IN_MS = 1500;
/** Rundown: the access doubles in this time. */
const RUNDOWN_MS = 60_000;
const RUNDOWN_MOST = 4;
/** Less is no seal, MOhm. */
const SEALED_MOHM = 300;
/** What is left of a lost seal, MOhm. */
const LOST_SEAL_MOHM = 50;
/** An amplifier corrects no more of the access than this leaves. */
const LEAST_RESIDUAL = 0.02;

/** Resistance of what is at the tip, MOhm; null: a cell behind its access. */
const TIP: { readonly [S in PipetteStage]: ((sinceMs: number) => number) | null } = {
  bath: () => PIPETTE_MOHM,
  approach: () => PIPETTE_MOHM * TOUCHING_SHARE,
  seal: (ms) => SEAL_MOHM.to * (SEAL_MOHM.from / SEAL_MOHM.to) ** Math.exp(-ms / SEAL_MS),
  'cell-attached': () => SEAL_MOHM.to,
  'break-in': null,
  'whole-cell': null,
  rundown: null,
  'seal-lost': null,
};

/** Access over what it is in a good whole cell. */
function accessShare(stage: PipetteStage, sinceMs: number): number {
  if (stage === 'break-in') return 1 + (BREAK_IN_SHARE - 1) * Math.exp(-sinceMs / BREAK_IN_MS);
  return stage === 'rundown' ? Math.min(RUNDOWN_MOST, 2 ** (sinceMs / RUNDOWN_MS)) : 1;
}

/**
 * A cell and the way to it: bath, approach, seal, break-in, whole cell, rundown, loss of the seal. Until break-in the cell rests, and the
 * pipette is a resistance: its own, or that of the seal.
 */
export class PipetteCell implements EmulatedCell {
  readonly membraneCapacitancePf: number;
  readonly longestStepUs?: number;
  private readonly cell: EmulatedCell;
  private readonly random: Random;
  private stage: PipetteStage;
  private sinceMs = 0;
  private lastMs: number | null = null;
  private share = 1;
  /** What the amplifier takes from the access, MOhm. */
  private correctedMohm = 0;

  constructor(cell: EmulatedCell, random: Random, stage: PipetteStage = 'whole-cell') {
    this.cell = cell;
    this.random = random;
    this.stage = stage;
    this.membraneCapacitancePf = cell.membraneCapacitancePf;
    if (cell.longestStepUs !== undefined) this.longestStepUs = cell.longestStepUs;
  }

  get seriesResistanceMohm(): number {
    return this.cell.seriesResistanceMohm * this.share;
  }

  /** The operator moves on. */
  enter(stage: PipetteStage): void {
    this.stage = stage;
    this.sinceMs = 0;
    this.setShare(accessShare(stage, 0));
  }

  /** @param nowMs of a clock that never stops */
  tick(nowMs: number): void {
    this.sinceMs += this.lastMs === null ? 0 : nowMs - this.lastMs;
    this.lastMs = nowMs;
    const share = accessShare(this.stage, this.sinceMs);
    if (share !== this.share) this.setShare(share);
  }

  setEffectiveSeriesResistance(megaohm: number): void {
    this.correctedMohm = this.seriesResistanceMohm - megaohm;
    this.cell.setEffectiveSeriesResistance(megaohm);
  }

  block(...blocked: Parameters<NonNullable<EmulatedCell['block']>>): void {
    this.cell.block?.(...blocked);
  }

  /** Breaks the patch or the seal, by chance. Without a seal there is nothing to break. */
  zap(levelMv: number, durationMs: number): void {
    const tip = TIP[this.stage];
    if (this.stage === 'seal-lost' || (tip !== null && tip(this.sinceMs) < SEALED_MOHM)) return;
    const outcome = zapOutcome({ levelMv, durationMs }, this.random);
    if (outcome === 'seal-lost') this.enter('seal-lost');
    else if (outcome === 'break-in' && tip !== null) this.enter('break-in');
  }

  /** Only behind an open membrane. */
  exchange(dtMs: number): void {
    if (TIP[this.stage] === null) this.cell.exchange?.(dtMs);
  }

  clamp(commandMv: number, dtMs: number): { membraneMv: number; currentPa: number } {
    const tip = TIP[this.stage];
    // mV / MOhm = nA
    if (tip !== null) return { membraneMv: commandMv, currentPa: (1000 * commandMv) / tip(this.sinceMs) };
    const { membraneMv, currentPa } = this.cell.clamp(commandMv, dtMs);
    const leakPa = this.stage === 'seal-lost' ? (1000 * commandMv) / LOST_SEAL_MOHM : 0;
    return { membraneMv, currentPa: currentPa + leakPa };
  }

  free(dtMs: number, injectedPa = 0): { membraneMv: number } {
    const tip = TIP[this.stage];
    if (tip !== null) return { membraneMv: (injectedPa * tip(this.sinceMs)) / 1000 };
    return this.cell.free(dtMs, injectedPa);
  }

  private setShare(share: number): void {
    this.share = share;
    const megaohm = this.seriesResistanceMohm;
    this.cell.setEffectiveSeriesResistance(Math.max(LEAST_RESIDUAL * megaohm, megaohm - this.correctedMohm));
  }
}
