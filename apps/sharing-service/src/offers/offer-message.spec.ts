import { create } from '@bufbuild/protobuf';
import { BucketSchema } from '@easement/contracts';
import { newId, type ProjectRole, type Standing } from '@easement/domain';
import { aStoredLink, aStoredShare } from '../../test/builders.ts';
import { type OfferFacts, toOfferMessage } from './offer-message.ts';

const bucketId = newId('bucket');
const share = aStoredShare({ bucket: bucketId });
const bucket = create(BucketSchema, { id: bucketId, name: 'flights', byteCount: 12n, tableCount: 3 });
const standing = (givenRole: ProjectRole): Standing => ({
  ...{ principal: newId('user'), organizationRole: undefined, project: newId('project') },
  ...{ projectExists: true, givenRole },
});
const facts = (overrides: Partial<OfferFacts> = {}): OfferFacts => ({
  standing: standing('write'),
  buckets: new Map([[bucketId, bucket]]),
  grants: new Map(),
  tables: new Map(),
  providers: new Map([[share.project, 'Operations']]),
  sharers: new Map([[share.creator, { id: share.creator, name: 'Ada', isInProject: true, scope: undefined }]]),
  takenNames: new Map(),
  link: undefined,
  ...overrides,
});

describe('the message of an offer', () => {
  it('holds what the others know of it', () => {
    expect(toOfferMessage(share, facts())).toMatchObject({
      shareId: share.id,
      providerProjectName: 'Operations',
      bucketName: 'flights',
      byteCount: 12n,
      tableCount: 3,
      sharedByName: 'Ada',
      linkable: true,
      lacking: [],
    });
  });

  it('leaves a name empty that nobody has any more', () => {
    const message = toOfferMessage(share, facts({ providers: new Map(), sharers: new Map() }));
    expect(message).toMatchObject({ providerProjectName: '', sharedByName: '' });
  });

  it('is none where the bucket is gone', () => {
    expect(toOfferMessage(share, facts({ buckets: new Map() }))).toBeUndefined();
  });

  it.each<[what: string, overrides: Partial<OfferFacts>, expected: object]>([
    ['a reader', { standing: standing('read') }, { linkable: false, lacking: ['write'], linkId: '' }],
    ['a taken name', { takenNames: new Map([['flights', 'bkt_1']]) }, { linkable: true, nameTaken: true }],
    ['a link', { link: aStoredLink({ state: 'active' }) }, { linkable: false, lacking: [], linkName: 'ops' }],
    ['a link that is being made', { link: aStoredLink() }, { linkable: false, linkId: '', linkName: '' }],
  ])('with %s says what stands in the way', (_, overrides, expected) => {
    expect(toOfferMessage(share, facts(overrides))).toMatchObject(expected);
  });
});
