export { assertionSigner, type Signer } from './assertion-signer.ts';
export { assertionVerifier, type Trust } from './assertion-verifier.ts';
export { assertOperator, organizationOf, principalOf } from './actor.ts';
export { backgroundCall } from './call.ts';
export { countPrincipals } from './count-principals.ts';
export { codes } from './codes.ts';
export { type ChangeContent, feedChange, feedRoute } from './feed.ts';
export { forward } from './forward.ts';
export { type GrpcChannel, openChannel } from './grpc-channel.ts';
export type { Dialled } from './grpc-call.ts';
export type { Health } from './grpc-health.ts';
export { grpcPeer } from './grpc-peer.ts';
export { type GrpcServer, type GrpcServing, serveGrpc } from './grpc-serve.ts';
export {
  type Call,
  type Handler,
  type Handlers,
  internal,
  type MethodRules,
  type Routes,
  type Rules,
  service,
} from './handler.ts';
export { assertionHeader, type Headers, requestIdHeader } from './headers.ts';
export { keysInFolder, loadOrCreateKeys, rotateKeys } from './key-files.ts';
export { type KeyPair, type KeySource, keysFromText, newKeyPair } from './keys.ts';
export { defaultLimits, hourMs, type Limits, type PageSizes, readPageSizes } from './limits.ts';
export { localPeer, type LocalDial } from './local-peer.ts';
export { type LocalServer, type LocalServing, serveLocal } from './local-serve.ts';
export { measureDatabase } from './measure-database.ts';
export { type Operations, serveOperations } from './operations.ts';
export { asService, onBehalf, type Outgoing } from './outgoing.ts';
export type { Peer } from './peer.ts';
export type { Arrival, Authenticator, Serving } from './pipeline.ts';
export { clientReason, peerUnavailable } from './received-error.ts';
export { toRpcError } from './refusals.ts';
export { loadOrCreateSecrets, loadOrCreateText } from './secret-files.ts';
export { checkRequestId, derivedRequestId, newRequestId } from './request-id.ts';
export { RpcError } from './rpc-error.ts';
export { logFault, type RpcMetrics, rpcMetrics } from './telemetry.ts';
export { untilSignal } from './until-signal.ts';
export { type ConfigReader, configReader, type Variables } from './config-reader.ts';
export { type Dial, dialLocal, dialRemote } from './dial.ts';
export { type Built, type Hosted, type Hosting, hostService, readHosting, type Site } from './host.ts';
export { issuersOf } from './house.ts';
export { bodyOf, type HttpRequest, type HttpResponse } from './http-body.ts';
export { type ConnectMount, mountConnect } from './connect-mount.ts';
export { type HttpServer, type HttpServing, serveHttp } from './http-serve.ts';
export { type StandingOf, standingClient } from './standing-client.ts';
export { toOrganizationRole, toProjectRole, toStanding } from './standing-message.ts';
export { type Ask, downloadPlainly, type PlainCaller, uploadPlainly } from './plain-call.ts';
export { type PlainError, plainError, type Report } from './plain-error.ts';
export { readPlainJson, toPlainJson } from './plain-json.ts';
