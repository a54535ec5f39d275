/** The request of a call that takes one. */
export async function onlyOne<T>(messages: AsyncIterable<T>): Promise<T> {
  for await (const message of messages) return message;
  throw new TypeError('the call was made without a request');
}
