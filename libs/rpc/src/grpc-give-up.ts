import type { Channel } from '@grpc/grpc-js';
import { Code } from '@easement/contracts';

type WireCall = ReturnType<Channel['createCall']>;

/**
 * What comes last of an upload that is given up. Node ends a stream of HTTP/2 before it resets it, so to the callee a
 * file that is broken off would seem whole for a moment. No message of protobuf has these bytes.
 */
export const brokenOff = Buffer.from([0xff]);

/** How long a callee that reads nothing holds up its being told. */
const patienceMs = 1_000;

/** Ends a call whose answer nobody waits for. */
export function giveUp(wire: WireCall): void {
  wire.cancelWithStatus(Code.CANCELLED, 'the caller left');
}

/** Ends a call whose requests are not all sent, such that the callee never takes them for all. */
export function breakOff(wire: WireCall): void {
  const timer = setTimeout(() => giveUp(wire), patienceMs);
  const callback = (): void => {
    clearTimeout(timer);
    giveUp(wire);
  };
  wire.sendMessageWithContext({ callback }, brokenOff);
}
