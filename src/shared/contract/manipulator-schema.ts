import { z } from 'zod';
import { MANIPULATOR_KINDS } from '../rig/manipulator.ts';
import { PORT_LONGEST } from './bounds.ts';

/** Which micromanipulator, and the serial port that it is at. */
export const manipulatorWish = z.object({ kind: z.enum(MANIPULATOR_KINDS), port: z.string().min(1).max(PORT_LONGEST) });
export type ManipulatorWish = z.output<typeof manipulatorWish>;

/** The micromanipulator that holds the pipette: where it is. It is never moved from here. */
export const manipulatorNow = manipulatorWish.extend({
  name: z.string(),
  /** um from its own origin; null: not known now. */
  position: z.object({ xUm: z.number(), yUm: z.number(), zUm: z.number() }).nullable(),
  /** It is asked every second; false: only when the operator wants it. */
  isPolled: z.boolean(),
  /** Why its position is not known, null where it is. */
  problem: z.string().nullable(),
});
export type ManipulatorNow = z.output<typeof manipulatorNow>;
