import type { AmplifierCapabilities } from '../../../core/amplifier/capabilities.ts';

/** As many as the widest download counts, in 16 bits. */
const MOST_ITEMS = 65_535;

/** Items that a run may have. Whether those of several downloads can be split is the driver's word: it knows what it joins. */
export function mostItems(
  capabilities: Pick<AmplifierCapabilities, 'itemsPerDownload'> & { readonly restsBetweenDownloads?: boolean },
): number {
  return capabilities.restsBetweenDownloads === true ? MOST_ITEMS : capabilities.itemsPerDownload;
}
