/** What a free-running cell does: beats regularly, irregularly, rests, or stays depolarised. */
export type ApOutcome = 'beating' | 'irregular' | 'quiescent' | 'depolarised';
