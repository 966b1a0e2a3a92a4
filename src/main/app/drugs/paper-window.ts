import { BrowserWindow, session } from 'electron';
import { lockDownSession } from '../../security/lock-down.ts';

/** Pages that are printed live in a session of their own, in memory, without scripts. */
const PARTITION = 'paper';

/** A page as PDF, A4. @param html self-contained, without scripts */
export async function pageAsPdf(html: string): Promise<Buffer> {
  return onPaper(html, { width: 1100, height: 1400 }, (window) =>
    window.webContents.printToPDF({ pageSize: 'A4', printBackground: true, preferCSSPageSize: true }),
  );
}

/** An SVG as PNG of twice its size. */
export async function svgAsPng(svg: string, { width, height }: { readonly width: number; readonly height: number }): Promise<Buffer> {
  const page = `<!doctype html><meta charset="utf-8"><style>html,body{margin:0;background:#fff}svg{display:block}</style>${svg}`;
  return onPaper(page, { width, height }, async (window) => {
    const picture = await window.webContents.capturePage({ x: 0, y: 0, width, height });
    return picture.resize({ width: 2 * width, height: 2 * height, quality: 'best' }).toPNG();
  });
}

async function onPaper<T>(
  html: string,
  size: { readonly width: number; readonly height: number },
  take: (window: BrowserWindow) => Promise<T>,
): Promise<T> {
  const own = session.fromPartition(PARTITION);
  lockDownSession(own);
  const window = new BrowserWindow({
    ...size,
    useContentSize: true,
    show: false,
    webPreferences: { session: own, javascript: false, sandbox: true, contextIsolation: true, nodeIntegration: false, offscreen: true },
  });
  try {
    await window.loadURL(`data:text/html;charset=utf-8;base64,${Buffer.from(html, 'utf8').toString('base64')}`);
    return await take(window);
  } finally {
    if (!window.isDestroyed()) window.destroy();
  }
}
