export const SESSION_EXTENSION = '.twinclamp';
