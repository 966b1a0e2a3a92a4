import type { Twin } from '../../../twin/twin.ts';
import type { Exporter } from '../exporter.ts';
import { twinModelOf, type TwinModel } from './twin-model.ts';
import { writeCellMl } from './write-cellml.ts';
import { writeEasyMl } from './write-easyml.ts';
import { writeMatlab } from './write-matlab.ts';
import { writeMmt } from './write-mmt.ts';
import { writePython } from './write-python.ts';
import { writeSbml } from './write-sbml.ts';
import { writeVector } from './write-vector.ts';

type About = Pick<Exporter<Twin>, 'title' | 'purpose' | 'extension' | 'mime'>;

function modelExporter<const Id extends string>(id: Id, about: About, write: (model: TwinModel) => string) {
  return { id, ...about, write: (twin: Twin) => [{ content: write(twinModelOf(twin)), share: 1 }] } as const satisfies Exporter<Twin>;
}

/** Twins as models that run in other programs. */
export const MODEL_EXPORTERS = [
  modelExporter('mmt', { title: 'Myokit', purpose: 'a model for Myokit', extension: 'mmt', mime: 'text/plain' }, writeMmt),
  modelExporter(
    'cellml',
    { title: 'CellML 2.0', purpose: 'a model for CellML tools', extension: 'cellml', mime: 'application/cellml+xml' },
    (model) => writeCellMl(model, '2.0'),
  ),
  modelExporter(
    'cellml11',
    { title: 'CellML 1.1', purpose: 'a model for OpenCOR', extension: 'cellml', mime: 'application/cellml+xml' },
    (model) => writeCellMl(model, '1.1'),
  ),
  modelExporter(
    'matlab',
    { title: 'MATLAB', purpose: 'a model for MATLAB and Octave', extension: 'm', mime: 'text/x-matlab' },
    writeMatlab,
  ),
  modelExporter('python', { title: 'Python', purpose: 'a model for numpy and scipy', extension: 'py', mime: 'text/x-python' }, writePython),
  modelExporter('easyml', { title: 'EasyML', purpose: 'an ionic model for openCARP', extension: 'model', mime: 'text/plain' }, writeEasyMl),
  modelExporter('sbml', { title: 'SBML', purpose: 'a model for SBML tools', extension: 'xml', mime: 'application/sbml+xml' }, writeSbml),
  {
    id: 'vector',
    title: 'Kernik vector',
    purpose: 'input of the authors’ code of the Kernik cell',
    extension: 'txt',
    mime: 'text/plain',
    write: (twin: Twin) => [{ content: writeVector(twin), share: 1 }],
  },
] as const satisfies readonly Exporter<Twin>[];
