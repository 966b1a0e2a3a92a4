import { reportPage } from '../../core/report/page.ts';
import type { ReportData } from '../../core/report/report-data.ts';
import { writeFileWhole, type SessionReader } from '../../main/store/index.ts';
import { ensureFolderOf } from '../files.ts';
import type { InferenceClient } from '../inference-client.ts';
import { gatherReport, type ReportWish } from './gather.ts';

export async function writeReport(path: string, session: SessionReader, inference: InferenceClient, wish: ReportWish): Promise<ReportData> {
  const data = await gatherReport(session, inference, wish);
  ensureFolderOf(path);
  writeFileWhole(path, [reportPage(data)]);
  return data;
}
