import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';

/** What a file dialog shows: an exporter of the registry, or a page. */
export interface FileKind {
  readonly title: string;
  /** Without the dot. */
  readonly extension: string;
}

const filtersOf = ({ title, extension }: FileKind) => [{ name: title, extensions: [extension] }];

/** Lets the operator choose a folder; null when cancelled. */
export function askForFolder(window: BrowserWindow | null, title: string): Promise<string | null> {
  return open(window, { title, properties: ['openDirectory'] });
}

export function askForFile(window: BrowserWindow | null, title: string, kind: FileKind): Promise<string | null> {
  return open(window, { title, properties: ['openFile'], filters: filtersOf(kind) });
}

/** Lets the operator choose several files of any kind; empty when cancelled. */
export async function askForFiles(window: BrowserWindow | null, title: string): Promise<readonly string[]> {
  const options: OpenDialogOptions = { title, properties: ['openFile', 'multiSelections'] };
  const { canceled, filePaths } = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return canceled ? [] : filePaths;
}

export async function askWhereToSave(window: BrowserWindow | null, name: string, kind: FileKind): Promise<string | null> {
  const options = {
    title: 'Export',
    defaultPath: `${name.replace(/[^\w .-]+/g, '-')}.${kind.extension}`,
    filters: filtersOf(kind),
  };
  const { canceled, filePath } = window === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
  // Electron 25 answers undefined, later ones an empty text.
  return canceled || !filePath ? null : filePath;
}

async function open(window: BrowserWindow | null, options: OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}
