/** What the window offers first. Without the schema of the settings: the window needs no zod for it. */
export const TRAINING_DEFAULTS = { temperatureC: 37, spread: 0.4, cells: 150_000, minutes: 25 } as const;
