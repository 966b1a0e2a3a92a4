/**
 * SD of the logarithm of what each channel does in the minutes between two recordings without a drug, beyond a run-down common to all: six
 * vehicle cells of ipsc-optimised (docs/science/living-cells.md).
 */
export const USUAL_DRIFT: Readonly<Record<string, number>> = { IKr: 0.46, ICaL: 0.25, If: 0.18, Ito: 0.53, IKs: 0.43, IK1: 0.32 };
export const USUAL_DRIFT_CELLS = 6;
