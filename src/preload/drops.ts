import { webUtils } from 'electron';

/** Electron before 29 has no webUtils and gives each File of the disk its path. */
const pathOf: (file: File) => string =
  (webUtils as typeof webUtils | undefined)?.getPathForFile ?? ((file) => (file as File & { readonly path?: string }).path ?? '');

/**
 * Reads the paths of the files that the operator drops on the window. Events made by a script are ignored, and the page cannot
 * interfere through its copy of the event: preload listens in its own world, before the page does.
 */
export function watchDrops(target: Window, send: (paths: readonly string[]) => void): void {
  const files = (event: DragEvent): boolean => event.isTrusted && event.dataTransfer?.types.includes('Files') === true;
  target.addEventListener(
    'dragover',
    (event) => {
      if (!files(event)) return;
      event.preventDefault();
      event.dataTransfer!.dropEffect = 'copy';
    },
    true,
  );
  target.addEventListener(
    'drop',
    (event) => {
      if (!files(event)) return;
      event.preventDefault();
      // A File made in memory has no path.
      const paths = [...event.dataTransfer!.files].map(pathOf).filter((path) => path !== '');
      if (paths.length > 0) send(paths);
    },
    true,
  );
}
