import type { Noun } from '../command.ts';
import { bootstrap } from './admin/bootstrap.ts';
import { reconcile } from './admin/reconcile.ts';

export const admin: Noun = {
  name: 'admin',
  summary: 'what the operator of an installation does',
  verbs: [bootstrap, reconcile],
};
