/** Physical constants as the published models take them. */
/** J/(mol K) */
export const GAS_CONSTANT = 8.314472;
/** C/mmol */
export const FARADAY = 96.4853415;
