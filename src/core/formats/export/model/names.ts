/** Names of parameters whose id says less than they do. */
const PARAMETERS: Readonly<Record<string, string>> = {
  'leak.g': 'seal_leak_g',
  'leak.E': 'seal_leak_E',
  'env.temperatureC': 'temperature_C',
  'bath.K': 'K_outside',
  'bath.Ca': 'Ca_outside',
  'bath.Na': 'Na_outside',
};

/** A parameter as model files call it: its id with an underscore, "ikr_g_Kr", "block_IKr". */
export function parameterName(id: string): string {
  return PARAMETERS[id] ?? id.replaceAll('.', '_');
}

/** A state as model files call it. */
export function stateName(state: string): string {
  return state === 'v' ? 'V' : state;
}
