import { type DescMethod, type DescService, fromBinary, type Message, toBinary } from '@bufbuild/protobuf';
import { bufferOf } from './grpc-definition.ts';
import { type Dialled, startGrpcCall } from './grpc-call.ts';
import { makeMessage } from './message.ts';
import { methodName } from './method-name.ts';
import type { Outgoing } from './outgoing.ts';
import type { Peer } from './peer.ts';

/** A service in another process. */
export function grpcPeer<S extends DescService>(desc: S, dialled: Dialled): Peer<S> {
  return Object.fromEntries(desc.methods.map((method) => [method.localName, caller(dialled, method)])) as Peer<S>;
}

function caller(dialled: Dialled, method: DescMethod): unknown {
  switch (method.methodKind) {
    case 'unary':
      return (request: object, call: Outgoing) => callUnary(dialled, method, request, call);
    case 'server_streaming':
      return (request: object, call: Outgoing) => download(dialled, method, request, call);
    case 'client_streaming':
      return (requests: AsyncIterable<object>, call: Outgoing) => upload(dialled, method, requests, call);
    case 'bidi_streaming':
      throw new Error(`${methodName(method)} streams both ways, which no peer offers`);
  }
}

async function callUnary(dialled: Dialled, method: DescMethod, request: object, call: Outgoing): Promise<Message> {
  const bytes = encode(method, request);
  let answer: Buffer | undefined;
  const { wire, waiter, halfClose } = await startGrpcCall(dialled, method, call, (message) => (answer = message));
  wire.sendMessageWithContext({}, bytes);
  halfClose();
  wire.startRead();
  const { error } = await waiter.ended;
  if (error) throw error;
  return decode(method, answer);
}

/** Reads a stream no faster than it is taken. Whoever stops taking it cancels the call. */
async function* download(
  dialled: Dialled,
  method: DescMethod,
  request: object,
  call: Outgoing,
): AsyncGenerator<Message, void, undefined> {
  const bytes = encode(method, request);
  let deliver: (message: Buffer) => void = () => undefined;
  const { wire, waiter, halfClose, cancel } = await startGrpcCall(dialled, method, call, (message) => deliver(message));
  try {
    wire.sendMessageWithContext({}, bytes);
    halfClose();
    for (;;) {
      const next = await waiter.next<Buffer>((resolve) => {
        deliver = resolve;
        wire.startRead();
      });
      if (Buffer.isBuffer(next)) yield decode(method, next);
      else if (next.error) throw next.error;
      else return;
    }
  } finally {
    cancel();
  }
}

/** Sends a stream no faster than the peer takes it, and stops where the peer has answered. */
async function upload(
  dialled: Dialled,
  method: DescMethod,
  requests: AsyncIterable<object>,
  call: Outgoing,
): Promise<Message> {
  let answer: Buffer | undefined;
  const { wire, waiter, halfClose, cancel } = await startGrpcCall(
    dialled,
    method,
    call,
    (message) => (answer = message),
  );
  wire.startRead();
  try {
    for await (const request of requests) {
      const bytes = encode(method, request);
      const sent = await waiter.next<undefined>((resolve) => {
        wire.sendMessageWithContext({ callback: () => resolve(undefined) }, bytes);
      });
      if (sent) break;
    }
    halfClose();
  } catch (thrown) {
    cancel();
    throw thrown;
  }
  const { error } = await waiter.ended;
  if (error) throw error;
  return decode(method, answer);
}

function encode({ input }: DescMethod, request: object): Buffer {
  return bufferOf(toBinary(input, makeMessage(input, request)));
}

function decode(method: DescMethod, bytes: Buffer | undefined): Message {
  if (bytes === undefined) throw new Error(`${methodName(method)} ended well but without an answer`);
  return fromBinary(method.output, bytes);
}
