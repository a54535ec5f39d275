import { create, type DescMessage, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { type OrganizationId, parsePrincipalId, type ServiceName } from '@easement/domain';
import { assertionHeader, assertionSigner, loadOrCreateKeys } from '@easement/rpc';
import { Client, credentials, Metadata } from '@grpc/grpc-js';

export type Unary<I extends DescMessage, O extends DescMessage> = {
  readonly path: string;
  readonly input: I;
  readonly output: O;
};

/** Asks one unary RPC by plain grpc-js, the same for ours and for the bare one. */
export function asker<I extends DescMessage, O extends DescMessage>(address: string, unary: Unary<I, O>) {
  const client = new Client(address, credentials.createInsecure());
  const write = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
  const read = (bytes: Buffer): unknown => fromBinary(unary.output, bytes);
  return (request: MessageInitShape<I>, metadata: Metadata): Promise<void> =>
    new Promise((resolve, reject) => {
      const bytes = toBinary(unary.input, create(unary.input, request));
      client.makeUnaryRequest(unary.path, write, read, bytes, metadata, (error) => (error ? reject(error) : resolve()));
    });
}

export function unaryOf<I extends DescMessage, O extends DescMessage>(method: {
  readonly name: string;
  readonly parent: { readonly typeName: string };
  readonly input: I;
  readonly output: O;
}): Unary<I, O> {
  return { path: `/${method.parent.typeName}/${method.name}`, input: method.input, output: method.output };
}

/** What a call of somebody carries when the gateway passes it on. */
export async function signedFor(
  keysFolder: string,
  { id, organization }: { readonly id: string; readonly organization: OrganizationId },
): Promise<(audience: ServiceName) => Promise<Metadata>> {
  const signer = assertionSigner(await loadOrCreateKeys(keysFolder, 'gateway'), 'gateway');
  const actor = { kind: 'principal' as const, principal: parsePrincipalId(id), organization };
  return async (audience) => {
    const metadata = new Metadata();
    metadata.set(assertionHeader, await signer.sign(actor, audience));
    return metadata;
  };
}
