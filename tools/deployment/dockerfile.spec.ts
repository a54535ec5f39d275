import { executionOf, readDockerfile } from './dockerfile.ts';

const text = `
# A comment
ARG BASE=node:24
FROM \${BASE} AS packages
RUN one \\
  && two
# Another

FROM \${BASE}
COPY --from=packages /a b
USER 1:1
USER 7:8
ENTRYPOINT ["node"]
HEALTHCHECK --interval=10s \\
  CMD ["node", "-e", "1"]
`;

describe('readDockerfile', () => {
  it('tells the stages apart and joins the lines of an instruction', () => {
    expect(readDockerfile(text)).toMatchObject([
      { name: 'packages', base: '${BASE}', instructions: [{ word: 'RUN', text: 'one && two' }] },
      { name: '', base: '${BASE}', instructions: [{ word: 'COPY' }, {}, {}, {}, {}] },
    ]);
  });

  it('refuses a line that is no instruction', () => {
    expect(() => readDockerfile('FROM a\nrun b')).toThrow('run b is no instruction');
  });
});

describe('executionOf', () => {
  it('answers what a container runs, and as whom', () => {
    const [, last] = readDockerfile(text);
    expect(last && executionOf(last)).toEqual({
      entrypoint: ['node'],
      healthcheck: ['node', '-e', '1'],
      user: '7:8',
    });
  });
});
