import { create } from '@bufbuild/protobuf';
import { ExecuteRequestSchema, ListProjectsResponseSchema } from '@easement/contracts';
import { readPlainJson, toPlainJson } from './plain-json.ts';
import { defaultLimits } from './limits.ts';

const limits = { limits: { ...defaultLimits, messageBytes: 100 } };

async function* body(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part, 'latin1');
}

const read = (...parts: string[]) => readPlainJson(limits, ExecuteRequestSchema, body(...parts));

it('reads a message that comes in parts, though a letter is cut in two', async () => {
  const text = Buffer.from('{"projectId":"p","statement":"é"}').toString('latin1');
  const cut = text.indexOf('Ã') + 1;
  expect(await read(text.slice(0, cut), text.slice(cut))).toMatchObject({ projectId: 'p', statement: 'é' });
});

it.each([
  ['{', ''],
  ['[]', ''],
  ['{"nonsense":1}', 'nonsense'],
  ['{"statement":7}', 'statement'],
  ['{"maxRows":"many"}', 'max_rows'],
])('refuses %s and names the field', async (text, field) => {
  await expect(read(text)).rejects.toMatchObject({ reason: 'invalid_field', facts: { field } });
});

it('refuses more bytes than a message may have, and reads no further', async () => {
  let parts = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) {
      parts++;
      yield Buffer.alloc(30);
    }
  }
  const refused = readPlainJson(limits, ExecuteRequestSchema, endless());
  await expect(refused).rejects.toMatchObject({ reason: 'message_too_large', facts: { limit_bytes: '100' } });
  expect(parts).toBe(4);
});

it('writes fields that are empty', () => {
  const message = create(ListProjectsResponseSchema, {});
  expect(toPlainJson(ListProjectsResponseSchema, message)).toEqual({ projects: [], nextPageToken: '' });
});
