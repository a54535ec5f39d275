import type { DescService } from '@bufbuild/protobuf';
import type { ServiceName } from '@easement/domain';
import type { Signer } from './assertion-signer.ts';
import { openChannel } from './grpc-channel.ts';
import { grpcPeer } from './grpc-peer.ts';
import { localPeer } from './local-peer.ts';
import type { LocalServer } from './local-serve.ts';
import type { Peer } from './peer.ts';

/** Finds the peer that serves `desc`: in another process or in this one. The one seam between the two. */
export type Dial = <S extends DescService>(audience: ServiceName, desc: S) => Peer<S>;

/** Dials services in other processes: one connection each, closed together. */
export function dialRemote(
  signer: Signer,
  addresses: { readonly [Service in ServiceName]?: string },
): Disposable & { readonly dial: Dial } {
  const channels = new Map(
    Object.entries(addresses).map(([service, address]) => [service as ServiceName, openChannel(address)]),
  );
  return {
    dial: (audience, desc) => {
      const opened = channels.get(audience);
      if (!opened) throw new Error(`${signer.issuer} calls ${audience}, but is not told its address`);
      return grpcPeer(desc, { channel: opened.channel, signer, audience });
    },
    [Symbol.dispose]: () => {
      for (const channel of channels.values()) channel[Symbol.dispose]();
    },
  };
}

/** Dials services of this process, which may still be starting: they are looked up at each call. */
export function dialLocal(issuer: ServiceName, servers: ReadonlyMap<ServiceName, LocalServer>): Dial {
  return (audience, desc) => localPeer(desc, { issuer, audience, server: () => servers.get(audience) });
}
