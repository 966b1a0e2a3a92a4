/** Devices that can be simulated, by what their drivers are named. */
export const EMULATED_DEVICES = ['riglink', 'epatch'] as const;
