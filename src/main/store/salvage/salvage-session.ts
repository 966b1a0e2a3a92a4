import { connect } from '../connect.ts';
import { migrate } from '../migrations.ts';
import { guarded } from '../storage-error.ts';
import type { Steps } from '../steps.ts';
import { withinShare } from '../within-share.ts';
import { layoutSteps } from './layout-of-rows.ts';
import { salvageChunks } from './salvage-chunks.ts';
import { salvageDescriptions } from './salvage-descriptions.ts';
import { openPages, type SessionPages } from './session-pages.ts';
import { standIns, type SalvagedSession } from './stand-ins.ts';

/**
 * Takes every row that a damaged session file still holds into a new session file, unchanged: page by page, without SQLite, so that
 * neither a page that is lost, nor the header, nor an end that was cut off keeps the rest back. Chunks are taken only where their checksum
 * holds; other rows whose checksum fails only where no better one is found. The damaged file is only read.
 * @param to file that is made; complete only when the steps have ended
 */
export function* salvageSessionSteps(file: string, to: string): Steps<SalvagedSession> {
  for (const sized of ['as stated', 'as ever'] as const) {
    const salvaged = yield* fromPages(openPages(file, sized), to);
    if (salvaged !== null) return salvaged;
  }
  return { recordings: 0, lost: [] };
}

/** Null where there is no recording on the pages. */
function* fromPages(pages: SessionPages, to: string): Steps<SalvagedSession | null> {
  try {
    const layout = yield* withinShare(layoutSteps(pages), 0, 0.1);
    if (layout === null) return null;
    const db = guarded('Making a session of what is left', to, () => connect(to));
    try {
      db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;');
      migrate(db, layout);
      yield* withinShare(salvageDescriptions(pages, db, layout), 0.1, 0.3);
      const found = yield* withinShare(salvageChunks(pages, db, layout), 0.3, 1);
      migrate(db);
      return standIns(db, found);
    } finally {
      db.close();
    }
  } finally {
    pages.close();
  }
}
