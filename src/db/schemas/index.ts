export * from './access.ts';
export * from './agents.ts';
export * from './archive.ts';
