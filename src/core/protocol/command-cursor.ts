import { protocolSampleCount, type Protocol, type Segment } from './protocol.ts';

/** The command of a protocol sample by sample: the values of sampleCommand() without its memory. */
export class CommandCursor {
  readonly samples: number;
  readonly #protocol: Protocol;
  readonly #sampleRateHz: number;
  #segment = 0;
  #startMs = 0;

  constructor(protocol: Protocol, sampleRateHz: number) {
    this.#protocol = protocol;
    this.#sampleRateHz = sampleRateHz;
    this.samples = protocolSampleCount(protocol, sampleRateHz);
  }

  /** Command voltage of sample k, mV; k never falls. */
  at(k: number): number {
    if (k === 0) return this.#protocol.holdingMv;
    const timeMs = (k * 1000) / this.#sampleRateHz;
    for (let segment = this.#current(); segment !== undefined; segment = this.#current()) {
      if (timeMs <= this.#startMs + segment.durationMs + 1e-9) {
        return segment.kind === 'step'
          ? segment.voltageMv
          : segment.startMv + ((segment.endMv - segment.startMv) * (timeMs - this.#startMs)) / segment.durationMs;
      }
      this.#startMs += segment.durationMs;
      this.#segment++;
    }
    return this.#protocol.holdingMv;
  }

  #current(): Segment | undefined {
    return this.#protocol.segments[this.#segment];
  }
}
