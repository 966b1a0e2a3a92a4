import { z } from 'zod';

// Bounds of what a page may send. They keep a request small; whether a protocol or cell is possible is checked where it is used.

/** Name of a session's file. */
export const sessionKeyText = z.string().min(1).max(255);
/** Id of a protocol or network. */
export const idText = z.string().min(1).max(200);
/** Name that an operator gives to something. */
export const nameText = z.string().max(200);
/** Notes, sources. */
export const longText = z.string().max(4000);
/** A path that main has kept for the page; see PathTokens. */
export const pathToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{32}$/)
  .max(32);
/** Number of a recording, a twin or a ticket. */
export const rowNumber = z.number().int().min(0).max(2_147_483_647);
/** A moment of a recording, ms. */
export const momentMs = z.number().min(-1e9).max(1e9);
/** A command voltage, mV; a cell survives far less, which is checked when it is played. */
export const commandMv = z.number().min(-10_000).max(10_000);
/** Length of a segment, ms. */
export const durationMs = z.number().min(0).max(1e8);
/** A serial port as the system names it, a host, or an address that a driver understands. */
export const portName = z.string().min(1).max(300);
/** Segments of a protocol that a page may send; how many a device takes in a download is in its capabilities. */
export const SEGMENTS_MAX = 4096;
