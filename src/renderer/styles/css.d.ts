/** The bundler turns these into style sheets; they export nothing. */
declare module '*.css';
