import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { listAll } from '@easement/client';
import { type Token, TokenSchema } from '@easement/contracts';
import { toJson } from '@bufbuild/protobuf';
import type { Noun, OptionText, Verb } from '../command.ts';
import { conclude } from '../conclude.ts';
import { confirmed } from '../confirm.ts';
import { readDuration, readMoment } from '../duration.ts';
import { collect } from '../find/collect.ts';
import { findPrincipal } from '../find/principals.ts';
import { messageView, time, type View } from '../output/view.ts';
import type { Session } from '../session.ts';

const tokenView = messageView(TokenSchema, [
  ['id', ({ id }) => id],
  ['of', ({ principalId }) => principalId],
  ['description', ({ description }) => description],
  ['created', ({ createTime }) => time(createTime)],
  ['expires', ({ expireTime }) => time(expireTime)],
  ['revoked', ({ revokeTime }) => time(revokeTime)],
]);

type Issued = { readonly token: Token; readonly secret: string };

const issuedView: View<Issued> = {
  columns: [
    ['id', ({ token }) => token.id],
    ['of', ({ token }) => token.principalId],
    ['expires', ({ token }) => time(token.expireTime)],
    ['secret', ({ secret }) => secret],
  ],
  json: ({ token, secret }) => ({ token: toJson(TokenSchema, token), secret }),
};

const ofOption: OptionText = { flags: '--of <person>', summary: 'whose, instead of your own' };
const shownOnce = 'The secret is shown this once: keep it.';

const list: Verb = {
  usage: 'list',
  summary: 'list tokens: yours, or those of whom you govern',
  options: [ofOption],
  run: async (session, input) => {
    const { client, call, print } = session;
    const principalId = await principalOf(session, input.option('of'));
    const tokens = await collect(listAll(client.tokens.listTokens, { principalId }, (page) => page.tokens, call));
    await print.list(tokenView, tokens, 'No tokens.');
  },
};

const create: Verb = {
  usage: 'create',
  summary: 'create a token and show its secret once',
  changes: true,
  options: [
    ofOption,
    { flags: '--description <text>', summary: 'what it is for' },
    { flags: '--expires <when>', summary: 'when it ends by itself: 30d, 12h, or a date' },
  ],
  examples: ['token create --of ada@meridian.example --expires 30d'],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const expires = input.option('expires');
    const expireTime = expires === undefined ? {} : { expireTime: timestampFromDate(readMoment(expires, new Date())) };
    const principalId = await principalOf(session, input.option('of'));
    const description = input.option('description') ?? '';
    const answer = await client.tokens.createToken({ principalId, description, ...expireTime, ...mutation }, call);
    await conclude(session, answer, { view: issuedView, thing: issued(answer), done: shownOnce });
  },
};

const rotate: Verb = {
  usage: 'rotate <token>',
  summary: 'give a token a new secret and end the old one',
  changes: true,
  options: [{ flags: '--overlap <duration>', summary: 'how long the old secret stays good: 15m, 1h' }],
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const overlap = input.option('overlap');
    const seconds = overlap === undefined ? {} : { overlap: { seconds: BigInt(readDuration(overlap)) } };
    const request = { tokenId: input.argument('token'), ...seconds, ...mutation };
    const answer = await client.tokens.rotateToken(request, call);
    await conclude(session, answer, { view: issuedView, thing: issued(answer), done: shownOnce });
  },
};

const revoke: Verb = {
  usage: 'revoke <token>',
  summary: 'end a token at once',
  changes: true,
  run: async (session, input) => {
    const { client, call, mutation } = session;
    const tokenId = input.argument('token');
    await confirmed(session, `Revoke token ${tokenId}? What uses it stops working.`);
    const answer = await client.tokens.revokeToken({ tokenId, ...mutation }, call);
    await conclude(session, answer, { done: 'The token is revoked.' });
  },
};

export const token: Noun = { name: 'token', summary: 'secrets to sign in with', verbs: [list, create, rotate, revoke] };

async function principalOf(session: Session, text: string | undefined): Promise<string> {
  return text === undefined ? '' : await findPrincipal(session, text);
}

function issued({
  token,
  secret,
}: {
  readonly token?: Token | undefined;
  readonly secret: string;
}): Issued | undefined {
  return token && { token, secret };
}
