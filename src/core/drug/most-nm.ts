/** A solution of more than 1 M of a drug does not exist, nM. */
export const MOST_NM = 1e9;
