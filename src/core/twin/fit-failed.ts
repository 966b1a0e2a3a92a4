import type { Twin, TwinParameter } from './twin.ts';

/**
 * chi2 per observation above which noise does not explain the residual of a fit: the model cannot reproduce the recording. The alarm of a
 * twin and the badges of its parameters use the same bound. 1 is expected; with 1,000 observations and more, noise alone stays below 1.2.
 */
export const FAILED_CHI2 = 1.6;

/** Whether the residual of a fit (or of another method) exceeds the noise; also true where chi2 is not a number. */
export function fitFailed({ chi2PerSample }: { readonly chi2PerSample: number }): boolean {
  return !(chi2PerSample <= FAILED_CHI2);
}

/**
 * Parameters with valid badges: after a failed fit no parameter is informed by the recording, however narrow its interval, nor by the
 * prior.
 * @param fit of the twin that the parameters belong to
 */
export function withdrawnWhereFailed(
  parameters: readonly TwinParameter[],
  fit: Pick<Twin['fit'], 'chi2PerSample'>,
): readonly TwinParameter[] {
  if (!fitFailed(fit) || parameters.every(({ informedBy }) => informedBy === 'nothing')) return parameters;
  return parameters.map((parameter) => ({ ...parameter, informedBy: 'nothing' }));
}

/** Note beside the figures of a failed fit. */
export const FAILED_FIT_NOTE =
  `Misfit: the residual exceeds the noise (chi2 above ${FAILED_CHI2} per observation), so no parameter is called ` +
  `informed by the recording.`;
