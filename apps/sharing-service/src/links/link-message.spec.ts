import { LinkState, RemovalReason, Stage } from '@easement/contracts';
import { linkStates, removalReasons } from '@easement/domain';
import { aStoredLink } from '../../test/builders.ts';
import { toLinkMessage, toStage } from './link-message.ts';

describe('the message of a link', () => {
  it('holds what it is, and its name only for who may know it', () => {
    const link = aStoredLink({ state: 'active', stage: 'out', isOutsideAudience: true, version: 36 });
    expect(toLinkMessage(link, true)).toMatchObject({
      id: link.id,
      name: 'ops',
      projectId: link.project,
      shareId: link.share,
      sourceProjectId: link.source,
      bucketId: link.bucket,
      stage: Stage.OUT,
      state: LinkState.ACTIVE,
      outsideAudience: true,
      etag: 'v10',
      creatorId: link.creator,
    });
    expect(toLinkMessage(link, false).name).toBe('');
  });

  it.each(linkStates)('has a word for the state %s', (state) => {
    expect(toLinkMessage(aStoredLink({ state }), true).state).toBe(LinkState[state.toUpperCase() as 'ACTIVE']);
  });

  it.each(removalReasons)('has a word for the removal %s, and leaves out who, where nobody asked for it', (reason) => {
    const time = new Date(0);
    const link = aStoredLink({ state: 'removed', removal: { time, remover: undefined, reason, comment: 'c' } });
    expect(toLinkMessage(link, true)).toMatchObject({
      removalReason: RemovalReason[reason.toUpperCase() as 'FORCED'],
      removalComment: 'c',
      removerId: '',
    });
  });

  it('says nothing of a removal while there is none', () => {
    expect(toLinkMessage(aStoredLink(), true)).not.toHaveProperty('removeTime');
  });
});

describe('the stage of a request', () => {
  it('is in or out', () => {
    expect([toStage(Stage.IN), toStage(Stage.OUT)]).toEqual(['in', 'out']);
    expect(() => toStage(Stage.UNSPECIFIED)).toThrow('STAGE_IN or STAGE_OUT');
  });
});
