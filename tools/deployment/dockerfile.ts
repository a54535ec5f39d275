/** One instruction, its lines joined. */
export type Instruction = { readonly word: string; readonly text: string };

export type Stage = {
  readonly name: string;
  /** The image that it begins with, as it is written. */
  readonly base: string;
  readonly instructions: readonly Instruction[];
};

/** What ends up in the image's configuration: the last of each word counts. */
export type Execution = {
  readonly entrypoint: readonly string[];
  readonly healthcheck: readonly string[];
  readonly user: string;
};

/** Reads the part of the language of Dockerfiles that ours is written in. */
export function readDockerfile(text: string): readonly Stage[] {
  const lines = text
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n');
  const instructions = lines.filter((line) => line !== '').map(readInstruction);
  const starts = instructions.flatMap(({ word }, index) => (word === 'FROM' ? [index] : []));
  return starts.map((start, index) => {
    const [, base = '', name = ''] = /^(\S+)(?: AS (\S+))?$/.exec(instructions[start]?.text ?? '') ?? [];
    return { name, base, instructions: instructions.slice(start + 1, starts[index + 1]) };
  });
}

function readInstruction(line: string): Instruction {
  const [, word, text] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
  if (word === undefined || text === undefined) throw new Error(`Dockerfile: ${line} is no instruction`);
  return { word, text };
}

/** How a container of the stage starts, is asked for its health, and as whom. */
export function executionOf({ instructions }: Stage): Execution {
  const last = (word: string): string => instructions.findLast((one) => one.word === word)?.text ?? '';
  return {
    entrypoint: JSON.parse(last('ENTRYPOINT')) as string[],
    healthcheck: JSON.parse(last('HEALTHCHECK').replace(/^.*? CMD /, '')) as string[],
    user: last('USER'),
  };
}
