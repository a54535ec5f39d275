import type { UniversalServerRequest, UniversalServerResponse } from '@connectrpc/connect/protocol';
import { universalRequestFromNodeRequest, universalResponseToNodeResponse } from '@connectrpc/connect-node';
import { bodyOf, type HttpRequest, type HttpResponse } from './http-body.ts';

export type Body = ReturnType<typeof bodyOf>;

/** Brings a request of Node into the form of Connect's handlers and their answer back. Never rejects. */
export async function exchange(
  request: HttpRequest,
  response: HttpResponse,
  answer: (asked: UniversalServerRequest, body: Body) => Promise<UniversalServerResponse>,
): Promise<void> {
  try {
    const asked = universalRequestFromNodeRequest(request, response, undefined, undefined);
    await universalResponseToNodeResponse(await answer(asked, bodyOf(request, response)), response);
  } catch {
    // The caller left while we wrote, or sent no host: the run, if there is one, has told the log.
    if (response.headersSent) {
      response.destroy();
    } else {
      response.statusCode = 400;
      response.end();
    }
  }
}
