import { dyclampSketch } from '../../../src/main/rig/emulator/dynamic-clamp/dyclamp-sketch.ts';
import { flexClampSketch } from '../../../src/main/rig/emulator/dynamic-clamp/flex-clamp-sketch.ts';
import { openClampSketch } from '../../../src/main/rig/emulator/dynamic-clamp/open-clamp-sketch.ts';
import type { Sketch } from '../../../src/main/rig/emulator/dynamic-clamp/sketch.ts';
import { ANSWERERS, SIMULATED_PLACE_UM } from '../../../src/main/rig/emulator/manipulator/answers.ts';
import { openDyclamp } from '../../../src/main/rig/dynamic-clamp/dyclamp.ts';
import type { DynamicClamp } from '../../../src/main/rig/dynamic-clamp/dynamic-clamp.ts';
import { openFlexClamp } from '../../../src/main/rig/dynamic-clamp/flex-clamp.ts';
import { openOpenClamp } from '../../../src/main/rig/dynamic-clamp/open-clamp.ts';
import type { ManipulatorKind } from '../../../src/main/rig/manipulator/index.ts';
import type { Manipulator } from '../../../src/main/rig/manipulator/manipulator.ts';
import { openMp285 } from '../../../src/main/rig/manipulator/mp285.ts';
import { openMpc200 } from '../../../src/main/rig/manipulator/mpc200.ts';
import { openScientifica } from '../../../src/main/rig/manipulator/scientifica.ts';
import type { RequestLine } from '../../../src/main/rig/transport/request-line.ts';
import type { Simulated } from './hostile-controller.ts';

/** Does something; null and a word of its failure where it is refused in a sentence. */
export type Try = <T>(what: string, work: () => Promise<T>) => Promise<T | null>;

/** A simulated device, and what an operator does with it. */
export interface Subject {
  readonly device: Simulated;
  /** @returns what was said to the operator and is not so */
  readonly use: (line: RequestLine, attempt: Try) => Promise<string[]>;
  /** Words of the last failure, in full. */
  readonly promised?: (words: string) => string[];
}

const MANIPULATORS: Readonly<Record<ManipulatorKind, (line: RequestLine) => Promise<Manipulator>>> = {
  scientifica: openScientifica,
  'mpc-200': openMpc200,
  'mp-285': openMp285,
};

/** A conductance or current below this is none, nS or pA. */
const LEAST = 1e-9;

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

function manipulator(kind: ManipulatorKind): Subject {
  let stops = 0;
  const answer = ANSWERERS[kind];
  const isStop = (bytes: Uint8Array): boolean => (kind === 'scientifica' ? textOf(bytes).startsWith('STOP\r') : bytes[0] === 3);
  return {
    device: {
      pollMs: 2,
      look(waiting) {
        const done = answer(waiting);
        if (done === null) return { taken: 0, written: [] };
        if (isStop(waiting)) stops++;
        // It moves until it is stopped.
        const answered =
          kind === 'scientifica' && textOf(waiting).startsWith('S\r') ? new TextEncoder().encode(stops === 0 ? '1\r' : '0\r') : done.answer;
        return { taken: done.used, written: answered.length === 0 ? [] : [answered] };
      },
    },
    async use(line, attempt) {
      const opened = await attempt('open', () => MANIPULATORS[kind](line));
      if (opened === null) return [];
      const broken: string[] = [];
      if (/[\u0000-\u001f\u007f-\u009f]/.test(opened.name)) broken.push(`word: control characters in ${JSON.stringify(opened.name)}`);
      const ask = async (): Promise<void> => {
        const place = await attempt('position', () => opened.position());
        const [xUm, yUm, zUm] = SIMULATED_PLACE_UM;
        if (place !== null && (place.xUm !== xUm || place.yUm !== yUm || place.zUm !== zUm))
          broken.push(`false: a position of ${JSON.stringify(place)}`);
      };
      await ask();
      await ask();
      const before = stops;
      const stopped = await attempt('stop', async () => {
        await opened.stop();
        return true;
      });
      if (stopped === true && stops === before) broken.push('false: stopped, which the device has not heard');
      await ask();
      return broken;
    },
  };
}

function dynamicClamp(
  sketch: Sketch,
  open: (line: RequestLine) => Promise<DynamicClamp>,
  wanted: Readonly<Record<string, number>>,
): Subject {
  const injects = (): [string, number][] =>
    Object.entries(sketch.injects()).filter(([id, value]) => Math.abs(value) > LEAST && id !== 'leak-mv');
  const none = (when: string): string[] =>
    injects().length === 0
      ? []
      : [
          `false: ${when}, but it injects ${injects()
            .map(([id, value]) => `${id} ${value}`)
            .join(', ')}`,
        ];
  return {
    device: sketch,
    promised: (words) => (words.endsWith('Its injection was stopped.') ? none('stopped after a failure') : []),
    async use(line, attempt) {
      const opened = await attempt('open', () => open(line));
      if (opened === null) return [];
      const broken: string[] = [];
      const { inject } = opened;
      if ((await attempt('set', () => opened.set(wanted))) !== null) {
        const now = sketch.injects();
        for (const [id, value] of Object.entries({ ...Object.fromEntries(injects().map(([other]) => [other, 0])), ...wanted }))
          if (Math.abs((now[id] ?? 0) - value) > LEAST) broken.push(`false: ${id} was set to ${value}, it is ${now[id] ?? 0}`);
      }
      if (inject !== null) await attempt('inject', () => inject({ at: (voltageMv) => voltageMv + 85 }));
      if ((await attempt('stop', () => opened.stop())) !== null) broken.push(...none('stopped'));
      return broken;
    },
  };
}

/** Devices that are controlled over a line of bytes. */
export const SUBJECTS = {
  dyclamp: () => dynamicClamp(dyclampSketch(), openDyclamp, { shunt: 2, na: 1.5 }),
  'open-clamp': () => dynamicClamp(openClampSketch(), openOpenClamp, { shunt: 2, na: 1.5 }),
  'flex-clamp': () => dynamicClamp(flexClampSketch(), openFlexClamp, { leak: 2, 'leak-mv': -80 }),
  scientifica: () => manipulator('scientifica'),
  'mpc-200': () => manipulator('mpc-200'),
  'mp-285': () => manipulator('mp-285'),
} as const satisfies Readonly<Record<string, () => Subject>>;
export type ControllerName = keyof typeof SUBJECTS;
export const CONTROLLERS = Object.keys(SUBJECTS) as ControllerName[];
