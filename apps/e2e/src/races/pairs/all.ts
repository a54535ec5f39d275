import type { Pair } from '../pair.ts';
import { accessPairs } from './access-pairs.ts';
import { aliasPairs } from './alias-pairs.ts';
import { dropPairs } from './drop-pairs.ts';
import { namePairs } from './name-pairs.ts';
import { projectPairs } from './project-pairs.ts';

/** Every two calls that the rules say must not both win, or that must know of each other. */
export const pairs: readonly Pair[] = [...dropPairs, ...aliasPairs, ...accessPairs, ...namePairs, ...projectPairs];
