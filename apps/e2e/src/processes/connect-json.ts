/** What a gateway answers to one who has nothing but HTTP. */
export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };

export type Caller = {
  /** Posts JSON to any path of the gateway. */
  readonly post: (path: string, token: string, body: object) => Promise<Response>;
  /** Calls `package.Service/Method` over Connect. */
  readonly call: (rpc: string, token: string, body: object) => Promise<Answer>;
};

export function connectJson(url: string): Caller {
  const post: Caller['post'] = (path, token, body) =>
    fetch(`${url}/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    post,
    call: async (rpc, token, body) => {
      const response = await post(rpc, token, body);
      return { status: response.status, body: (await response.json()) as Answer['body'] };
    },
  };
}
