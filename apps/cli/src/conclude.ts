import { type Impact, ImpactSchema } from '@easement/contracts';
import { projectNames } from './find/projects.ts';
import { messageView, type View } from './output/view.ts';
import type { Session } from './session.ts';

function impactView(projectName: (id: string) => string): View<Impact> {
  return messageView(ImpactSchema, [
    ['projects', ({ projectIds }) => projectIds.map(projectName).join(', ')],
    ['links', ({ links }) => links.join(', ')],
    ['attachments', ({ attachments }) => attachments.join(', ')],
    ['hidden', ({ hiddenCount }) => hiddenCount],
    ['people', ({ principalCount }) => principalCount],
  ]);
}

/** Ends a command that changes something: with what came of it, or, after --dry-run, with what it would touch. */
export async function conclude<T>(
  session: Session,
  answer: { readonly impact?: Impact | undefined },
  { view, thing, done }: { readonly view?: View<T>; readonly thing?: T | undefined; readonly done: string },
): Promise<void> {
  const { settings, print, tell } = session;
  if (settings.dryRun) {
    tell('nothing was changed; it would touch:');
    if (answer.impact) await print.one(impactView(await projectNames(session)), answer.impact);
    return;
  }
  if (view && thing !== undefined) await print.one(view, thing);
  tell(done);
}
