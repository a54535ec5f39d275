import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.ts';
import { type Answers, insert, question, type Way } from './way.ts';

const python = '/usr/bin/python3';
const plugin = '/usr/bin/grpc_python_plugin';

/** Debian's python3-grpcio, protobuf-compiler-grpc and libprotobuf-dev; without them there is no Python to ask by. */
export function hasPythonGrpc(): boolean {
  const needed = [
    python,
    plugin,
    '/usr/bin/protoc',
    '/usr/lib/python3/dist-packages/grpc',
    '/usr/include/google/protobuf',
  ];
  return needed.every((path) => existsSync(path));
}

/** A Python client, generated from the published proto by Debian's protoc. */
export const askByPython: Way = async ({ product, writer, analytics, linkId, ownBucketId }): Promise<Answers> => {
  const generated = await mkdtemp(join(tmpdir(), 'easement-python-'));
  try {
    const files = (await readdir('proto', { recursive: true })).filter((file) =>
      /^(easement|buf)\/.*\.proto$/.test(file),
    );
    const out = [
      `--python_out=${generated}`,
      `--plugin=protoc-gen-grpc_python=${plugin}`,
      `--grpc_python_out=${generated}`,
    ];
    await run('/usr/bin/protoc', ['-I', 'proto', '-I', '/usr/include', ...out, ...files]);
    const args = ['apps/e2e/clients/ask.py', generated, product.grpcAddress, analytics, linkId, ownBucketId];
    const printed = await run(python, [...args, question, insert], { env: { TOKEN: writer.token } });
    const { rows, message, ...answers } = JSON.parse(printed) as PythonAnswers;
    return {
      ...answers,
      rows: rows.map((row) => row.map((value, index) => (index === 1 ? String(value) : value))),
      refusal: message,
    };
  } finally {
    await rm(generated, { recursive: true, force: true });
  }
};

type PythonAnswers = {
  readonly email: string;
  readonly tables: string[];
  readonly rows: (string | number | null)[][];
  readonly loaded: number;
  readonly message: string;
};
