import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { readDockerignore } from './dockerignore.ts';
import { type Execution, executionOf, type Instruction, readDockerfile } from './dockerfile.ts';

/** What the last stage of the Dockerfile left: its files below `folder`, and how a container of it runs. */
export type Image = { readonly folder: string; readonly execution: Execution };

type Place = { readonly root: string; readonly workdir: string };

const timeoutMs = 300_000;

/**
 * Does what `docker build` would with the Dockerfile of `context`, each stage in an empty folder of its own below `into`:
 * copies what .dockerignore lets pass, and runs every RUN as it stands. What the base images hold is this machine's.
 */
export function buildImage(context: string, into: string): Image {
  const stages = readDockerfile(readFileSync(join(context, 'Dockerfile'), 'utf8'));
  const rootOf = (stage: string): string => join(into, stage);
  const last = stages.at(-1);
  if (!last) throw new Error('the Dockerfile has no stage');
  for (const { name, instructions } of stages) {
    let place: Place = { root: rootOf(name || 'image'), workdir: '/' };
    for (const instruction of instructions) place = perform(instruction, place, { context, rootOf });
  }
  return { folder: rootOf('image'), execution: executionOf(last) };
}

type Sources = { readonly context: string; readonly rootOf: (stage: string) => string };

function perform({ word, text }: Instruction, place: Place, sources: Sources): Place {
  switch (word) {
    case 'WORKDIR':
      mkdirSync(join(place.root, text), { recursive: true });
      return { ...place, workdir: text };
    case 'COPY':
      copy(text, place, sources);
      return place;
    case 'RUN':
      execFileSync('/bin/sh', ['-c', text], {
        cwd: join(place.root, place.workdir),
        timeout: timeoutMs,
        stdio: 'inherit',
      });
      return place;
    case 'ENV':
    case 'USER':
    case 'ENTRYPOINT':
    case 'HEALTHCHECK':
      return place;
    default:
      throw new Error(`Dockerfile: what ${word} does is not known to tools/deployment`);
  }
}

function copy(text: string, place: Place, { context, rootOf }: Sources): void {
  const [, stage, from = '', to = ''] = /^(?:--from=(\S+) )?(\S+) (\S+)$/.exec(text) ?? [];
  const target = join(place.root, posix.resolve(place.workdir, to));
  if (stage !== undefined)
    return cpSync(join(rootOf(stage), from), target, { recursive: true, verbatimSymlinks: true });
  if (from !== '.') throw new Error(`Dockerfile: COPY ${text} takes something else than the whole context`);
  const ignores = readDockerignore(readFileSync(join(context, '.dockerignore'), 'utf8'));
  for (const path of filesIn(context, '')) {
    if (ignores(path)) continue;
    mkdirSync(dirname(join(target, path)), { recursive: true });
    cpSync(join(context, path), join(target, path));
  }
}

/** Every file below a folder, by its path from there. */
function filesIn(folder: string, path: string): string[] {
  return readdirSync(join(folder, path), { withFileTypes: true }).flatMap((entry) => {
    const inner = posix.join(path, entry.name);
    if (!entry.isDirectory()) return [inner];
    // No Dockerfile would want these, and they are large.
    return entry.name === 'node_modules' || entry.name === '.git' ? [] : filesIn(folder, inner);
  });
}
