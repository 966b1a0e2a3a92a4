import { mountApp } from '../mount.tsx';
import { createFakeApi } from './fake-api.ts';

/**
 * The window on made-up data: `npx vite src/renderer`, then /dev/. Not part of the build.
 * ?scene=... selects what a screenshot needs; see the scenes in fake-api.ts.
 */
const scene = new URLSearchParams(location.search).get('scene') ?? 'start';
const root = document.getElementById('root');
if (root === null) throw new Error('The development page has no element with id "root".');
mountApp(root, createFakeApi(scene));
