/** ABORT by keyboard, caught in main before the page sees the key. F12 alone; Ctrl+Shift+Escape where the system does not use it. */
export const abortHotkey = { label: 'F12', alternative: 'Ctrl+Shift+Escape' } as const;
