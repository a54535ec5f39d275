import { toJson } from '@bufbuild/protobuf';
import { BucketSchema, LinkSchema, StageSchema } from '@easement/contracts';
import type { Verb } from '../../command.ts';
import { type FoundBucket, listUsableBuckets } from '../../find/buckets.ts';
import { findProject, projectNames } from '../../find/projects.ts';
import { size, type View, word } from '../../output/view.ts';

export const listBuckets: Verb = {
  usage: 'list',
  summary: 'list the buckets that the project owns and those that it links',
  run: async (session) => {
    const projectId = await findProject(session);
    const [buckets, nameOf] = await Promise.all([listUsableBuckets(session, projectId), projectNames(session)]);
    await session.print.list(usableView(nameOf), buckets, 'No buckets.');
  },
};

function usableView(projectName: (id: string) => string): View<FoundBucket> {
  return {
    columns: [
      ['id', ({ id }) => id],
      ['name', ({ name }) => name],
      ['from', (found) => (found.kind === 'own' ? 'own' : projectName(found.link.sourceProjectId))],
      ['stage', (found) => word(StageSchema, found.kind === 'own' ? found.bucket.stage : found.link.stage)],
      ['tables', (found) => (found.kind === 'own' ? found.bucket.tableCount : undefined)],
      ['rows', (found) => (found.kind === 'own' ? found.bucket.rowCount : undefined)],
      ['size', (found) => (found.kind === 'own' ? size(found.bucket.byteCount) : undefined)],
    ],
    json: (found) =>
      found.kind === 'own'
        ? { bucket: toJson(BucketSchema, found.bucket, { alwaysEmitImplicit: true }) }
        : { link: toJson(LinkSchema, found.link, { alwaysEmitImplicit: true }) },
  };
}
