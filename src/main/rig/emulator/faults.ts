import { createRandom } from '../../../core/random/random.ts';

/** Faults of the simulated line, for tests of the host. Probabilities are per frame sent by the device. */
export interface LineFaults {
  readonly drop: number;
  readonly duplicate: number;
  readonly corrupt: number;
  /** Random bytes before a frame. */
  readonly garbage: number;
  /** Probability that a frame of the host is not received. */
  readonly deaf: number;
  /** The emulator dies once it has sent the sample of this index; null: never. */
  readonly dieAtSample: number | null;
  /** The gain knob of the amplifier in front is turned at the sample of this index, 0: before the first run; null: never. */
  readonly knobAtSample: number | null;
  readonly seed: number;
}

export const NO_FAULTS: LineFaults = {
  drop: 0,
  duplicate: 0,
  corrupt: 0,
  garbage: 0,
  deaf: 0,
  dieAtSample: null,
  knobAtSample: null,
  seed: 1,
};

/** Reads "drop=0.01,corrupt=0.02,dieAtSample=5000". @throws Error that names the unknown or bad entry. */
export function parseFaults(text: string): LineFaults {
  const faults: { -readonly [K in keyof LineFaults]: LineFaults[K] } = { ...NO_FAULTS };
  for (const entry of text.split(',').filter((part) => part !== '')) {
    const [name, value] = entry.split('=') as [string, string | undefined];
    const amount = Number(value);
    if (!(name in faults) || value === undefined || !(amount >= 0)) {
      throw new Error(
        `Fault "${entry}": expected one of ${Object.keys(NO_FAULTS).join(', ')} with a number of 0 or more, for instance drop=0.01.`,
      );
    }
    faults[name as keyof LineFaults] = amount;
  }
  return faults;
}

export interface FaultyLine {
  /** Applies the faults to a frame on its way to the host. */
  send(frame: Uint8Array): Uint8Array[];
  hears(): boolean;
}

export function createFaultyLine(faults: LineFaults): FaultyLine {
  const random = createRandom(faults.seed);
  const happens = (probability: number): boolean => probability > 0 && random.uniform() < probability;
  return {
    send(frame) {
      if (happens(faults.drop)) return [];
      const sent: Uint8Array[] = [];
      if (happens(faults.garbage)) {
        sent.push(Uint8Array.from({ length: 1 + random.integer(200) }, () => random.integer(256)));
      }
      const bytes = frame.slice();
      if (happens(faults.corrupt)) bytes[random.integer(bytes.length)]! ^= 1 + random.integer(255);
      sent.push(bytes);
      if (happens(faults.duplicate)) sent.push(frame.slice());
      return sent;
    },
    hears: () => !happens(faults.deaf),
  };
}
