import type { Kind } from './behaviour.ts';
import { CONTROL_KINDS } from './kinds-control.ts';
import { IDENTITY_KINDS } from './kinds-identity.ts';
import { SETTINGS_KINDS } from './kinds-settings.ts';
import { STATE_KINDS } from './kinds-state.ts';
import { STREAM_KINDS } from './kinds-stream.ts';

/** All ways in which the hostile device misbehaves, each once. */
export const KINDS: readonly Kind[] = [...IDENTITY_KINDS, ...SETTINGS_KINDS, ...CONTROL_KINDS, ...STREAM_KINDS, ...STATE_KINDS];
