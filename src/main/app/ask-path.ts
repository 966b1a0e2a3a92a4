import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';

type Format = 'csv' | 'json' | 'html';

/** Lets the operator choose a folder; null when cancelled. */
export function askForFolder(window: BrowserWindow | null, title: string): Promise<string | null> {
  return open(window, { title, properties: ['openDirectory'] });
}

export function askForFile(window: BrowserWindow | null, title: string, format: Format): Promise<string | null> {
  return open(window, { title, properties: ['openFile'], filters: [{ name: format.toUpperCase(), extensions: [format] }] });
}

export async function askWhereToSave(window: BrowserWindow | null, name: string, format: Format): Promise<string | null> {
  const options = {
    title: 'Export',
    defaultPath: `${name.replace(/[^\w .-]+/g, '-')}.${format}`,
    filters: [{ name: format.toUpperCase(), extensions: [format] }],
  };
  const { canceled, filePath } = window === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
  // Electron 25 answers undefined, later ones an empty text.
  return canceled || !filePath ? null : filePath;
}

async function open(window: BrowserWindow | null, options: OpenDialogOptions): Promise<string | null> {
  const { canceled, filePaths } = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  return canceled ? null : (filePaths[0] ?? null);
}
