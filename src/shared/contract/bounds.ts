import { z } from 'zod';

// Bounds of what a page may send. They keep a request small; whether a protocol or cell is possible is checked where it is used.

/** Name of a session's file. */
export const sessionKeyText = z.string().min(1).max(255);
/** Id of a protocol or network, name that an operator gives to something, and notes or sources: longest, characters. */
export const ID_LONGEST = 200;
export const NAME_LONGEST = 200;
export const TEXT_LONGEST = 4000;
/** A note of the operator while a cell is on the rig. */
export const NOTE_LONGEST = 500;
/** Id of a protocol or network. */
export const idText = z.string().min(1).max(ID_LONGEST);
/** Notes, sources. */
export const longText = z.string().max(TEXT_LONGEST);
/** A path that main has kept for the page; see PathTokens. */
export const pathToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{32}$/)
  .max(32);
/** Number of a recording, a twin or a ticket. */
export const ROW_MOST = 2_147_483_647;
export const rowNumber = z.number().int().min(0).max(ROW_MOST);
/** Clamp recordings that a page may have fitted together with one. */
export const TOGETHER_MOST = 31;
/** A moment of a recording, ms. */
export const momentMs = z.number().min(-1e9).max(1e9);
/** Largest command voltage either way, mV; what a cell survives is far less and is checked when it is played. */
export const COMMAND_MOST_MV = 10_000;
/** Longest segment, ms. */
export const DURATION_MOST_MS = 1e8;
/** A serial port as the system names it, a host, or an address that a driver understands: longest, characters. */
export const PORT_LONGEST = 300;
/** Segments of a protocol that a page may send; how many a device takes in a download is in its capabilities. */
export const SEGMENTS_MAX = 4096;
