import { join } from 'node:path';
import type { App } from 'electron';

/** Where the app finds its parts and keeps the operator's data. */
export interface Folders {
  readonly resources: string;
  /** WebAssembly files of tfjs, outside any archive. */
  readonly wasm: string;
  /** Built main process scripts. */
  readonly main: string;
  readonly renderer: string;
  readonly preload: string;
  readonly sessions: string;
  /** Data of the program for this operator. */
  readonly user: string;
  /** The operator's own protocols. */
  readonly ownProtocols: string;
  /** Index of the session files, so that listing them need not open each. */
  readonly sessionsIndex: string;
  /** Which sessions elsewhere are read where they lie. */
  readonly sessionsInPlace: string;
  /** Column templates of the operator's tables. */
  readonly templates: string;
  /** File of the protocol that is being edited and not saved. */
  readonly protocolDraft: string;
  readonly rigSettings: string;
  readonly rigLog: string;
  readonly cellCopies: string;
}

/** TWINCLAMP_SESSIONS names another folder for the sessions; by default they are in the operator's documents. */
export function appFolders(app: App, env: NodeJS.ProcessEnv = process.env): Folders {
  const root = app.getAppPath();
  const packed = root.endsWith('.asar');
  // WebAssembly and the scripts of child processes are read by programs that cannot read archives.
  const outside = packed ? `${root}.unpacked` : root;
  const sessions = env['TWINCLAMP_SESSIONS'];
  return {
    resources: packed ? join(process.resourcesPath, 'resources') : join(root, 'resources'),
    wasm: join(outside, 'out', 'wasm'),
    main: join(root, 'out', 'main'),
    renderer: join(root, 'out', 'renderer'),
    preload: join(root, 'out', 'preload', 'index.cjs'),
    sessions: sessions !== undefined && sessions !== '' ? sessions : join(app.getPath('documents'), 'TwinClamp'),
    user: app.getPath('userData'),
    ownProtocols: join(app.getPath('userData'), 'protocols'),
    sessionsIndex: join(app.getPath('userData'), 'sessions-index.json'),
    sessionsInPlace: join(app.getPath('userData'), 'sessions-in-place.json'),
    templates: join(app.getPath('userData'), 'column-templates.json'),
    protocolDraft: join(app.getPath('userData'), 'protocol-draft.json'),
    rigSettings: join(app.getPath('userData'), 'rig-settings.json'),
    cellCopies: join(app.getPath('userData'), 'cell-copies.json'),
    rigLog: join(app.getPath('userData'), 'rig-log.jsonl'),
  };
}

export function protocolsFolder(folders: Folders): string {
  return join(folders.resources, 'protocols');
}

/** The operator's own networks, one folder each. */
export function networksFolder(folders: Folders): string {
  return join(folders.user, 'networks');
}

/** Populations and checkpoints of trainings. */
export function trainingFolder(folders: Folders): string {
  return join(folders.user, 'training');
}
