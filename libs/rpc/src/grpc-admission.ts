import { type Metadata, ServerInterceptingCall, type ServerInterceptor, type ServerListener } from '@grpc/grpc-js';
import { toServiceError } from './grpc-status.ts';
import { headersTooLarge } from './limits.ts';
import type { Mounted, Pipeline } from './pipeline.ts';
import { admit, failRun, leaveRun, openRun, type Run } from './run.ts';

type Call = Parameters<ServerInterceptor>[1];
type Waiting = { readonly run: Run; readonly refuse: (reason: unknown) => void };

export type Admission = {
  readonly interceptor: ServerInterceptor;
  /** The run of a call that reaches its handler, which looks after its end from here on. */
  readonly take: (metadata: Metadata) => Run;
};

/**
 * Finds out who calls before a byte of the request is read: grpc-js by itself would expand a few compressed kilobytes to
 * megabytes for anybody. The deadline holds while the request is read, too.
 */
export function admission(pipeline: Pipeline): Admission {
  const admitted = new WeakMap<Metadata, Waiting>();
  return {
    interceptor: ({ path }, call) => {
      const method = pipeline.byName.get(path.slice(1));
      // Health and reflection need no proof of who asks.
      if (!method) return new ServerInterceptingCall(call);
      return new ServerInterceptingCall(call, {
        start: (next) => next(listenerFor(pipeline, method, call, admitted)),
      });
    },
    take: (metadata) => {
      const waiting = admitted.get(metadata);
      if (!waiting) throw new Error('a call reached its handler without having been admitted');
      waiting.run.abortListeners.delete(waiting.refuse);
      return waiting.run;
    },
  };
}

function listenerFor(
  pipeline: Pipeline,
  method: Mounted,
  call: Call,
  admitted: WeakMap<Metadata, Waiting>,
): ServerListener {
  let run: Run | undefined;
  return {
    onReceiveMetadata: (metadata, pass) => {
      const opened = openCall(pipeline, method, call, metadata);
      run = opened;
      const refuse = (reason: unknown): void => {
        if (!opened.isEnded) call.sendStatus(toServiceError(failRun(opened, reason)));
      };
      opened.abortListeners.add(refuse);
      const bytes = sizeOf(metadata);
      const { headerBytes } = pipeline.limits;
      if (bytes > headerBytes) return refuse(headersTooLarge(headerBytes, bytes));
      admit(opened).then(() => {
        admitted.set(metadata, { run: opened, refuse });
        pass(metadata);
      }, refuse);
    },
    onCancel: () => {
      if (run) leaveRun(run);
    },
  };
}

function sizeOf(metadata: Metadata): number {
  const pairs = Object.entries(metadata.toHttp2Headers());
  return pairs.reduce((sum, [name, value]) => sum + name.length + String(value).length, 0);
}

function openCall(pipeline: Pipeline, method: Mounted, call: Call, metadata: Metadata): Run {
  const deadline = Number(call.getDeadline());
  return openRun(pipeline, method, {
    headers: (name) => metadata.get(name)[0]?.toString(),
    timeoutMs: Number.isFinite(deadline) ? deadline - Date.now() : undefined,
  });
}
