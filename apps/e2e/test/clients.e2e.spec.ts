import { type Scene, setScene } from '../src/scene.ts';
import { askByBufCurl } from '../src/ways/ask-by-buf-curl.ts';
import { askByConnectBinary, askByConnectJson, askByGrpcWeb } from '../src/ways/ask-by-connect-web.ts';
import { askByCurl } from '../src/ways/ask-by-curl.ts';
import { askByGrpcJs } from '../src/ways/ask-by-grpc-js.ts';
import { askByPython, hasPythonGrpc } from '../src/ways/ask-by-python.ts';
import type { Way } from '../src/ways/way.ts';

const ways: [string, Way, loads: boolean][] = [
  ['curl', askByCurl, true],
  ['plain grpc-js', askByGrpcJs, true],
  ['buf curl, by reflection', askByBufCurl, true],
  ['connect-web in JSON', askByConnectJson, false],
  ['connect-web in binary', askByConnectBinary, false],
  ['gRPC-Web', askByGrpcWeb, false],
];
if (hasPythonGrpc() || process.env['CI'] === 'true') ways.push(['Python', askByPython, true]);
else
  process.stderr.write(
    '\nNO GRPC FOR PYTHON HERE: ITS CLIENT IS SKIPPED. apt-get install python3-grpcio protobuf-compiler-grpc\n\n',
  );

describe('every client is answered the same', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await setScene('sqlite', ['airports', 'routes']);
  }, 60_000);

  afterAll(() => scene[Symbol.asyncDispose]());

  it.each(ways)(
    'by %s',
    async (_, ask, loads) => {
      const { loaded, ...answers } = await ask(scene);
      expect(answers).toEqual({
        email: 'writer@meridian.example',
        tables: ['airports', 'routes'],
        rows: [
          ['AK', '263'],
          ['TX', '209'],
          ['CA', '205'],
        ],
        refusal: expect.stringMatching(
          /^ops\.airports comes in by the link lnk_\w+, and what a link shows is read-only/,
        ),
      });
      expect(loaded).toBe(loads ? 2 : undefined);
    },
    60_000,
  );
});
