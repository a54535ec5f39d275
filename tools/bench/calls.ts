import {
  AccessService,
  Action,
  AudienceType,
  GetCallerRequestSchema,
  GetCallerResponseSchema,
  OfferService,
  OrganizationRole,
  ProjectRole,
  Stage,
} from '@easement/contracts';
import { parseId } from '@easement/domain';
import { Metadata } from '@grpc/grpc-js';
import { asker, signedFor, unaryOf } from './ask.ts';
import type { BenchHouse, EchoServer } from './bench-house.ts';
import type { Case } from './load.ts';

/** A JSON call over HTTP/1.1, as a browser or curl makes it. */
function jsonAsker(url: string, token: string, body: object): () => Promise<void> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  };
  return async () => {
    const answer = await fetch(url, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
  };
}

/** What is asked: a small organization with one shared and linked bucket. */
export async function openCases(house: BenchHouse, echo: EchoServer): Promise<Case[]> {
  const { organization, httpAddress } = house;
  const role = { organization: OrganizationRole.MEMBER };
  const provider = await organization.createProject('provider');
  const consumer = await organization.createProject('consumer');
  const admin = await organization.createMember('admin', { ...role, projects: { [provider]: ProjectRole.ADMIN } });
  const writer = await organization.createMember('writer', { ...role, projects: { [consumer]: ProjectRole.WRITE } });
  const { bucket } = await admin.client.buckets.createBucket({ projectId: provider, name: 'b', stage: Stage.OUT });
  const bucketId = bucket?.id ?? '';
  const content = { case: 'bucket', value: { bucketId } } as const;
  const audience = { type: AudienceType.ORGANIZATION_MEMBERS };
  const { share } = await admin.client.shares.createShare({ content, audience });
  await writer.client.links.createLink({ shareId: share?.id ?? '', projectId: consumer, name: 'l', stage: Stage.IN });

  const sign = await signedFor(house.keysFolder, {
    id: writer.id,
    organization: parseId('organization', organization.id),
  });
  const signed = (): Promise<Metadata> => sign('sharing');
  const check = {
    projectId: consumer,
    object: { object: { case: 'bucketId', value: bucketId } as const },
    action: Action.READ,
  };
  const bare = new Metadata();
  const askEcho = asker(`127.0.0.1:${echo.grpcPort}`, {
    path: '/bench.Echo/Echo',
    input: GetCallerRequestSchema,
    output: GetCallerResponseSchema,
  });
  const checkAccess = asker(house.addressOf('sharing'), unaryOf(AccessService.method.checkAccess));
  const listOffers = asker(house.addressOf('sharing'), unaryOf(OfferService.method.listOffers));
  const behindSharing = () => (['sharing', 'identity', 'catalog'] as const).map(house.pidOf);
  const echoPids = () => [echo.pid];
  const principal = 'easement.identity.v1.PrincipalService/GetCaller';
  return [
    { name: 'bare grpc-js echo', ask: () => askEcho({}, bare), pids: echoPids },
    { name: 'CheckAccess (gRPC)', ask: async () => checkAccess(check, await signed()), pids: behindSharing },
    {
      name: 'ListOffers (gRPC)',
      ask: async () => listOffers({ projectId: consumer }, await signed()),
      pids: behindSharing,
    },
    {
      name: 'bare connect-node echo',
      ask: jsonAsker(`http://127.0.0.1:${echo.httpPort}/${principal}`, 'none', {}),
      pids: echoPids,
    },
    {
      name: 'GetCaller (Connect JSON, gateway)',
      ask: jsonAsker(`${httpAddress}/${principal}`, writer.token, {}),
      pids: () => (['gateway', 'identity'] as const).map(house.pidOf),
    },
    {
      name: 'CheckAccess (Connect JSON, gateway)',
      ask: jsonAsker(`${httpAddress}/easement.sharing.v1.AccessService/CheckAccess`, writer.token, {
        projectId: consumer,
        object: { bucketId },
        action: 'ACTION_READ',
      }),
      pids: () => (['gateway', 'sharing', 'identity', 'catalog'] as const).map(house.pidOf),
    },
  ];
}
