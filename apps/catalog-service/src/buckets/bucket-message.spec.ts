import { Stage } from '@easement/contracts';
import { etagOf, newId } from '@easement/domain';
import { refusalOf } from '@easement/testing';
import { toBucketMessage, toStage } from './bucket-message.ts';
import { toBucket, toBucketRow } from './bucket.table.ts';
import type { Bucket } from './bucket.ts';

const bucket: Bucket = {
  organization: newId('organization'),
  id: newId('bucket'),
  project: newId('project'),
  name: 'Flights',
  stage: 'out',
  description: 'all of them',
  creator: newId('user'),
  createTime: new Date('2026-01-02T03:04:05.678Z'),
  updateTime: new Date('2026-02-03T04:05:06.789Z'),
  hiddenTableCount: 1,
  viewCount: 0,
  functionCount: 0,
  tableCount: 3,
  rowCount: 2 ** 53 - 1,
  byteCount: 12,
  version: 4,
};

describe('the message of a bucket', () => {
  it('says all of it to who sees inside its project', () => {
    expect(toBucketMessage(bucket)).toMatchObject({
      id: bucket.id,
      name: 'Flights',
      organizationId: bucket.organization,
      projectId: bucket.project,
      stage: Stage.OUT,
      description: 'all of them',
      etag: etagOf(bucket),
      creatorId: bucket.creator,
      tableCount: 3,
      rowCount: 9007199254740991n,
      byteCount: 12n,
    });
  });

  it('hides from who sees it through a link who made it, and the tables that the link does not show', () => {
    const { creatorId, ...inside } = toBucketMessage(bucket);
    const through = toBucketMessage(bucket, 'through_link');
    expect(creatorId).toBe(bucket.creator);
    expect(through).toEqual({ ...inside, creatorId: '', tableCount: 2 });
  });

  it.each([
    [Stage.IN, 'in'],
    [Stage.OUT, 'out'],
  ] as const)('is read and written with the stage %s', (message, stage) => {
    expect(toStage(message)).toBe(stage);
    expect(toBucketMessage({ ...bucket, stage }).stage).toBe(message);
  });

  it('is not read without a stage', () => {
    const refused = { reason: 'invalid_field', facts: { field: 'stage' } };
    expect(refusalOf(() => toStage(Stage.UNSPECIFIED))).toMatchObject(refused);
  });
});

describe('the row of a bucket', () => {
  it('holds all of it', () => {
    expect(toBucket(toBucketRow(bucket))).toEqual(bucket);
  });
});
