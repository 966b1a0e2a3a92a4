import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Serves the window on made-up data: `npx vite --config src/renderer/dev/vite.config.ts`, then /dev/. Never part of the app. */
export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  plugins: [react()],
  build: {
    target: 'chrome114',
    assetsInlineLimit: 0,
    rolldownOptions: { input: { dev: resolve(import.meta.dirname, 'index.html') } },
  },
});
