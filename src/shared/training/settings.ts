import { z } from 'zod';
import { idText } from '../contract/bounds.ts';

/** What a network is trained for, and for how long. */
export const trainingSettings = z
  .object({
    protocolId: idText,
    /** Range of the population's temperature, degC; equal for one temperature. */
    temperatureC: z.tuple([z.number().min(15).max(42), z.number().min(15).max(42)]),
    /** Half width of the multipliers: 0.4 is the method's population, U(0.6, 1.4). */
    spread: z.number().min(0.05).max(0.9),
    cells: z.number().int().min(1000).max(2_000_000),
    /** Minutes of training, without making the population; parts before a stop count. */
    minutes: z
      .number()
      .positive()
      .max(7 * 24 * 60),
  })
  .refine(({ temperatureC: [low, high] }) => low <= high, { message: 'expected the lower temperature first', path: ['temperatureC'] });
export type TrainingSettings = z.output<typeof trainingSettings>;
