/** Physical constants with the values of the published models. */
/** J/(mol K) */
export const GAS_CONSTANT = 8.314472;
/** C/mmol */
export const FARADAY = 96.4853415;
