import { dialog } from 'electron';
import { startApp } from './app/start.ts';

startApp().catch((error: unknown) => {
  dialog.showErrorBox('TwinClamp could not start', error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(1);
});
