import { CONDUCTANCES, openClampEcho } from '../../../../shared/dynamic-clamp/index.ts';
import type { Sketch } from './sketch.ts';

const POLL_MS = 100;
const FLOATS = 8;

/** The sketch of Desai et al.: floats fill its places one by one, so that a short write shifts all later ones. */
export function openClampSketch(): Sketch {
  const conductances = new Array<number>(FLOATS).fill(0);
  let place = 0;
  return {
    pollMs: POLL_MS,
    injects: () => Object.fromEntries(CONDUCTANCES.map(({ id }, i) => [id, conductances[i] ?? 0])),
    look(waiting) {
      const floats = Math.floor(waiting.length / 4);
      const view = new DataView(waiting.buffer, waiting.byteOffset, waiting.length);
      const written: Uint8Array[] = [];
      for (let i = 0; i < floats; i++) {
        conductances[place] = view.getFloat32(4 * i, true);
        place = (place + 1) % FLOATS;
        if (place === 0) written.push(new TextEncoder().encode(openClampEcho(conductances)));
      }
      return { taken: 4 * floats, written };
    },
  };
}
