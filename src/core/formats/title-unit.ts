/** A column title with its unit behind it, in brackets or not: "Current (pA)", "Vm [mV]", "time_ms", "I, nA". */
export function titleUnit(title: string): { readonly name: string; readonly unit: string } {
  const plain = title.trim();
  const bracket = /^(.*?)\s*[([]\s*([^()[\]]*?)\s*[)\]]\s*$/.exec(plain);
  if (bracket) return { name: bracket[1]!.trim() || plain, unit: plainMicro(bracket[2]!) };
  const tail = /^(.*?)(?:\s*[,/:]\s*|[\s_.]+)((?:[munpµμ]?[sVAF]|pA\/pF|A\/F|ohm|M?Ohm|sec|min|degC))$/.exec(plain);
  if (tail && tail[1] !== '') return { name: tail[1]!.trim(), unit: plainMicro(tail[2]!) };
  return { name: plain, unit: '' };
}

/** Micro signs (two in Unicode) as u, as independent readers write them. */
export function plainMicro(unit: string): string {
  return unit.replace(/[µμ]/g, 'u');
}
