/** Pitch at 1 MOhm and octaves a decade: a pipette of 3 MOhm hums at 230 Hz, a gigaseal sings at 1.3 kHz. */
const AT_ONE_MOHM_HZ = 165;
const OCTAVES_A_DECADE = 1;
/** What a loudspeaker and an ear are good at, Hz. */
const LOWEST_HZ = 100;
const HIGHEST_HZ = 3000;

/** Pitch for a resistance, MOhm: equal ratios of resistance are equal steps of pitch, as the ear hears them. Hz; null: none was read. */
export function sealPitchHz(megaohm: number | null): number | null {
  if (megaohm === null || !(megaohm > 0)) return null;
  const hz = AT_ONE_MOHM_HZ * 2 ** (OCTAVES_A_DECADE * Math.log10(megaohm));
  return Math.min(HIGHEST_HZ, Math.max(LOWEST_HZ, hz));
}

const KEPT_AS = 'rig-seal-sound';

/** Whether the sound was on last; it is off at first. */
export function keptSealSound(): boolean {
  return localStorage.getItem(KEPT_AS) === 'on';
}

export function keepSealSound(on: boolean): void {
  localStorage.setItem(KEPT_AS, on ? 'on' : 'off');
}
