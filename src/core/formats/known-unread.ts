import { ByteReader } from './byte-reader.ts';
import { shownText } from './shown-text.ts';
import { startsWith } from './starts-with.ts';

interface KnownFormat {
  readonly letters: string;
  readonly at?: number;
  /** What it is, with its article, and what to do. */
  readonly description: string | ((bytes: Uint8Array) => string);
}

/** Formats of the field, and files taken for recordings, that are known by their first bytes but not read. */
const KNOWN: readonly KnownFormat[] = [
  { letters: 'SQLite format 3\0', description: 'a SQLite file, perhaps a TwinClamp session. Open sessions in Review.' },
  { letters: 'PK\u0003\u0004', description: 'a zip archive or an Excel workbook. Unpack it, or save the sheet as CSV.' },
  { letters: '\u00d0\u00cf\u0011\u00e0', description: 'an old Excel or Office file. Save the sheet as CSV.' },
  { letters: '\u001f\u008b', description: 'a gzip archive. Unpack it first.' },
  { letters: 'CLPX', description: 'a pCLAMP file of before 1995 (CLPX). Convert it to ABF in an older Clampfit.' },
  { letters: 'FTCX', description: 'a pCLAMP Fetchex file of before 1995. Convert it to ABF in an older Clampfit.' },
  {
    letters: 'ABF',
    description: (bytes) =>
      `an ABF file of version "${shownText(new ByteReader(bytes, 'ABF file').text(3, 1), 4)}". Versions 1 and 2 are read.`,
  },
  { letters: 'DATA', description: 'a HEKA file of before PatchMaster 2. Open and save it in PatchMaster as a bundle.' },
  {
    letters: 'DAT',
    description: (bytes) => `a HEKA file of kind "${shownText(new ByteReader(bytes, 'HEKA file').text(0, 4), 4)}". DAT1 and DAT2 are read.`,
  },
  { letters: 'IGOR', description: 'an Igor Pro text file. Export it as CSV.' },
  { letters: 'TDSm', description: 'a LabVIEW TDMS file. Export it as CSV.' },
  { letters: 'CFS', at: 0, description: 'a Signal (CED CFS) file. Export it as CSV or MATLAB.' },
  { letters: 'CEDFILE', description: 'a CED file. Export it as CSV or MATLAB.' },
  { letters: '(C) CED', at: 2, description: 'a Spike2 (CED SMR) file. Export it as CSV or MATLAB.' },
  { letters: '"INFORMATION"', description: 'a Spike2 text file, one channel below the other. Export it as a spreadsheet text or MATLAB.' },
  { letters: 'S64', description: 'a Spike2 (CED SMRX) file. Export it as CSV or MATLAB.' },
  { letters: 'RIFF', description: 'a RIFF file (WAV or similar). Export the recording as CSV.' },
  { letters: 'NEURALEV', description: 'a Blackrock file, which holds extracellular recordings.' },
  { letters: 'CFWB', description: 'a LabChart binary file. Export it as MATLAB or CSV.' },
  { letters: 'ADInstr', description: 'a LabChart file. Export it as MATLAB or CSV.' },
  { letters: '[[model]]', description: 'a Myokit model, not a recording.' },
  { letters: '<?xml', description: 'an XML file, perhaps a CellML or SBML model, not a recording.' },
  { letters: '%PDF', description: 'a PDF, not a recording.' },
  { letters: '\u0089PNG', description: 'a picture, not a recording.' },
  { letters: '\u00ff\u00d8\u00ff', description: 'a picture, not a recording.' },
  { letters: 'RDX', description: 'an R data file. Write the table with write.csv.' },
  { letters: '\u0093NUMPY', description: 'a NumPy array. Write it with numpy.savetxt, the time in its first column.' },
];

/** What a file of a known but unread format is, as a sentence for the operator; null where it is not known. */
export function knownUnread(bytes: Uint8Array): string | null {
  const known = KNOWN.find(({ letters, at }) => startsWith(bytes, letters, at ?? 0));
  if (known) return `This is ${typeof known.description === 'string' ? known.description : known.description(bytes)}`;
  // Igor binary waves: a version of 2, 3 or 5 in either byte order, then a checksum that makes the header's sum zero.
  return isIgorWave(bytes) ? 'This is an Igor binary wave. Export it as CSV.' : null;
}

function isIgorWave(bytes: Uint8Array): boolean {
  const lengths: Readonly<Record<number, number>> = { 2: 126, 3: 130, 5: 384 };
  for (const littleEndian of [true, false]) {
    if (bytes.length < 384) continue;
    const r = new ByteReader(bytes, 'file', littleEndian);
    const length = lengths[r.i16(0)];
    if (length === undefined) continue;
    let sum = 0;
    for (let at = 0; at < length; at += 2) sum = (sum + r.i16(at)) & 0xffff;
    if (sum === 0) return true;
  }
  return false;
}
