import type { AmplifierDriver } from '../amplifier/amplifier-driver.ts';
import { epatchDriver } from './epatch/index.ts';
import { rigLinkDriver } from './riglink/index.ts';

/** Every kind of amplifier that the program knows: a line each. */
export const DRIVERS: readonly [AmplifierDriver, ...AmplifierDriver[]] = [rigLinkDriver(), epatchDriver()];
