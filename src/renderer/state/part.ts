import type { ComponentType } from 'react';
import type { AppState, DeskId, DeskSlices, PanelId, PanelSlices } from './appState.ts';
import type { Workstation } from './workstation.ts';

/** A part of the window with its slice of the state. */
export interface Part<Slice> {
  /** The slice of a new window. */
  readonly slice: Slice;
  /** Connects the events of main to the slice, before any request. */
  bind?(workstation: Workstation): void;
  /** First requests of a new window; each fails separately. The parts ask at once, in no order. */
  start?(workstation: Workstation): Promise<void>;
  /** When every part has its first answers. */
  started?(workstation: Workstation): Promise<void>;
}

/** Symbol of the desk, drawn in a box of 24 x 24. */
export interface Glyph {
  /** Path of the lines. */
  readonly lines: string;
  /** Path whose vertices are drawn as dots. */
  readonly dots?: string;
}

/**
 * A desk: a page of the window with its place in the rail, its keys and its slice of the state.
 * @example
 * export const notesDesk: Desk<'notes'> = {
 *   id: 'notes', title: 'Notes', glyph: { lines: 'M4 4 H20' }, component: NotesDesk,
 *   slice: { notes: EMPTY },
 *   async start({ api, load }) { await load('notes', () => api.call['notes:list']()); },
 * };
 */
export interface Desk<Id extends DeskId = DeskId> extends Part<DeskSlices[Id]> {
  readonly id: Id;
  readonly title: string;
  readonly glyph: Glyph;
  readonly component: ComponentType;
  /** Handles a key that is pressed while the desk is open; false: it has no meaning here. */
  keys?(event: KeyboardEvent, workstation: Workstation): boolean;
}

/** Handles a key on every desk; false: it has no meaning here. */
export interface Panel<Slice> extends Part<Slice> {
  keys?(event: KeyboardEvent, workstation: Workstation): boolean;
}

/** Every part of the window. TypeScript refuses a desk with a slice that is not in it. */
export interface Parts {
  readonly panels: { readonly [Id in PanelId]: Panel<PanelSlices[Id]> };
  /** In the order of the rail. */
  readonly desks: { readonly [Id in DeskId]: Desk<Id> };
}

/** The desks in the order of the rail. */
export function allDesks({ desks }: Parts): readonly Parts['desks'][DeskId][] {
  return Object.values(desks);
}

export function allParts({ panels, desks }: Parts): readonly Part<unknown>[] {
  return [...Object.values(panels), ...Object.values(desks)];
}

/** @throws Error of two parts whose slices have a field of one name */
export function initialState(parts: Parts): AppState {
  const state: Record<string, unknown> = {};
  for (const { slice } of allParts(parts)) {
    for (const [field, value] of Object.entries(slice as Record<string, unknown>)) {
      if (field in state) throw new Error(`Expected every field of the window's state in one slice, "${field}" is in two. Rename one.`);
      state[field] = value;
    }
  }
  return state as unknown as AppState;
}
