export type { ObjectName } from './name.ts';
