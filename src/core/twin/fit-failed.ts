import type { Twin, TwinParameter } from './twin.ts';

/**
 * chi2 per observation above which noise does not explain what a fit leaves: the model does not hold the recording. The alarm of a twin and
 * the words for
 * where its values come from go by the same bound. 1 is expected; with 1,000 observations and more, noise alone stays below 1.2.
 */
export const FAILED_CHI2 = 1.6;

/** Whether a fit (or an answer of another method) leaves more of the recording than noise can; so does one whose chi2 is no number. */
export function fitFailed({ chi2PerSample }: { readonly chi2PerSample: number }): boolean {
  return !(chi2PerSample <= FAILED_CHI2);
}

/**
 * The parameters as they may be called: of a failed fit none is informed by the recording, however narrow its interval, and none is the
 * prior's either.
 * @param fit of the twin that the parameters belong to
 */
export function withdrawnWhereFailed(
  parameters: readonly TwinParameter[],
  fit: Pick<Twin['fit'], 'chi2PerSample'>,
): readonly TwinParameter[] {
  if (!fitFailed(fit) || parameters.every(({ informedBy }) => informedBy === 'nothing')) return parameters;
  return parameters.map((parameter) => ({ ...parameter, informedBy: 'nothing' }));
}

/** What to say beside the figures of a failed fit. */
export const FAILED_FIT_NOTE =
  `Misfit: it leaves more of the recording than noise can (chi2 above ${FAILED_CHI2} per observation), so no parameter is called ` +
  `informed by the recording.`;
