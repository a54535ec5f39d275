import { create } from '@bufbuild/protobuf';
import { CommitVersionResponseSchema, LoadHeaderSchema } from '@easement/contracts';
import { refusalOf } from '@easement/testing';
import { localPeers } from '../../test/local-peers.ts';
import { setScene } from '../../test/scene.ts';
import type { Recalled } from './commits.ts';
import { answerRepeat, recallLoad, toLoaded } from './repeated-load.ts';

const peers = localPeers();
const call = peers.callOf(setScene(peers).owner);

const upload = { path: '', byteCount: 0, sha256: 'abc', [Symbol.asyncDispose]: async () => undefined };
const commit = create(CommitVersionResponseSchema, { table: { id: 'tbl_1', version: 3n }, rowCount: 7n });
const recalled: Recalled = { kind: 'recalled', commit, contentHash: 'abc' };

describe('a repeated load', () => {
  it('is answered as the first time', () => {
    expect(answerRepeat({ upload, requestId: 'one' }, recalled)).toMatchObject({
      table: { id: 'tbl_1' },
      rowCount: 7n,
      version: 3n,
    });
  });

  it('is refused where it is another one', () => {
    const other = () => answerRepeat({ upload: { ...upload, sha256: 'abd' }, requestId: 'one' }, recalled);
    expect(refusalOf(other)).toMatchObject({ reason: 'request_id_reused', facts: { request_id: 'one' } });
  });

  it('is looked for by the caller’s request id, and not for a rehearsal', async () => {
    const asked: string[] = [];
    const commits = {
      make: () => Promise.reject(new Error('nothing is made')),
      recall: (_: unknown, requestId: string) => {
        asked.push(requestId);
        return Promise.resolve(recalled);
      },
    };
    const header = create(LoadHeaderSchema, {});
    expect(await recallLoad({ commits }, { call, header, requestId: 'one' })).toBe(recalled);
    const rehearsal = create(LoadHeaderSchema, { validateOnly: true });
    expect(await recallLoad({ commits }, { call, header: rehearsal, requestId: 'two' })).toBeUndefined();
    expect(asked).toEqual(['one']);
  });
});

describe('toLoaded', () => {
  it('answers a rehearsal with its impact and no table', () => {
    const impact = { projectIds: ['prj_1'] };
    const rehearsed = create(CommitVersionResponseSchema, { table: { id: 'tbl_1' }, rowCount: 7n, impact });
    expect(toLoaded(rehearsed)).toEqual({ rowCount: 7n, impact: rehearsed.impact });
  });

  it('fails where the catalog answers nothing', () => {
    expect(() => toLoaded(create(CommitVersionResponseSchema, {}))).toThrow('answered no table');
  });
});
