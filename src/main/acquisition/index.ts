/** Public entry of the acquisition: what the app and the command line use. Free of Electron. */
export { ACQUISITION_FLAGS, AcquisitionClient, type AcquisitionChild, type AcquisitionClientOptions } from './acquisition-client.ts';
export { AcquisitionError } from './acquisition-error.ts';
export { startNodeAcquisition } from './node-child.ts';
