export * from './backend.ts';
export * from './choose-backend.ts';
export * from './optional-module.ts';
