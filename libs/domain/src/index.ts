export * from './actor.ts';
export * from './ids.ts';
export * from './name.ts';
export * from './refusal.ts';
export * from './role.ts';
export * from './standing.ts';
