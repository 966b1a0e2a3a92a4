/** Source of compounds that the operator typed or imported. */
export const OWN_SOURCE = 'own';
