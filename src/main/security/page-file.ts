import { extname, join, normalize, sep } from 'node:path';
import { APP_ORIGIN } from './content-policy.ts';

const MIME_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.eot': 'application/vnd.ms-fontobject',
  '.wasm': 'application/wasm',
};

export interface PageFile {
  readonly path: string;
  readonly mimeType: string;
}

/** File of the renderer folder behind an app:// address; null for other hosts, unknown kinds and paths that leave the folder. */
export function pageFile(rendererFolder: string, address: string): PageFile | null {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return null;
  }
  if (`${url.protocol}//${url.host}` !== APP_ORIGIN) return null;
  let name: string;
  try {
    name = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  if (name.includes('\0') || name.includes('\\')) return null;
  const path = normalize(join(rendererFolder, name === '/' ? 'index.html' : name));
  if (!path.startsWith(rendererFolder + sep)) return null;
  const mimeType = MIME_TYPES[extname(path).toLowerCase()];
  return mimeType === undefined ? null : { path, mimeType };
}
