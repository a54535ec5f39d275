import { Command, Option } from 'commander';
import { addCompletion } from './completion.ts';
import { usageError } from './command-error.ts';
import { inputOf, type Noun, type OptionText, type Verb } from './command.ts';
import { openDesk } from './desk.ts';
import type { Io } from './io.ts';
import { type Format, formats } from './output/printer.ts';
import { withProjectNames } from './project-names.ts';
import { openSession } from './session.ts';
import type { Settings } from './settings.ts';

export type ProgramText = {
  readonly version: string;
  readonly nouns: readonly Noun[];
  /** Verbs that need no noun. */
  readonly verbs: readonly Verb[];
};

/** Builds the tree of commands. What commander would print or end goes through `io` and an exception. */
export function buildProgram({ version, nouns, verbs }: ProgramText, io: Io): Command {
  const program = new Command('easement')
    .description('Share buckets of tables between the projects of an organization, live and without a copy')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: (text) => io.stdout.write(text), writeErr: (text) => io.stderr.write(text) })
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(--help shows how it is used)');
  addGlobalOptions(program);
  for (const verb of verbs) addVerb(program, verb, io);
  for (const noun of nouns) {
    const command = program.command(noun.name).description(noun.summary);
    for (const verb of noun.verbs) addVerb(command, verb, io);
  }
  addCompletion(program, io.environment);
  return program;
}

function addGlobalOptions(program: Command): void {
  program
    .addOption(new Option('-o, --output <format>', 'how data is written').choices(formats).default('table'))
    .option('--project <project>', 'the project meant, by name or id')
    .option('--context <name>', 'the context to use instead of the current one')
    .option('--yes', 'ask nothing')
    .option('--dry-run', 'check a change and print what it would touch; change nothing')
    .option('--request-id <id>', 'repeat a change safely: the same id acts once')
    .option('--timeout <seconds>', 'how long a call may take');
}

function addVerb(parent: Command, verb: Verb, io: Io): void {
  const command = parent.command(verb.usage).description(verb.summary);
  if (verb.alias !== undefined) command.alias(verb.alias);
  for (const argument of command.registeredArguments) {
    const choices = verb.choices?.[argument.name()];
    // The verb refuses other words itself, since some may be written in several ways.
    if (choices) argument.choices(choices).argParser((value) => value);
  }
  for (const option of verb.options ?? []) command.addOption(toOption(option));
  if (verb.examples) {
    command.addHelpText('after', ['\nExamples:', ...verb.examples.map((line) => `  $ easement ${line}`)].join('\n'));
  }
  command.action(async () => {
    const given = new Map(
      command.registeredArguments.map((argument, index) => [
        argument.name(),
        command.args.slice(index, argument.variadic ? undefined : index + 1),
      ]),
    );
    const options: Readonly<Record<string, unknown>> = command.optsWithGlobals();
    await act(verb, io, given, options);
  });
}

async function act(
  verb: Verb,
  io: Io,
  given: ReadonlyMap<string, readonly string[]>,
  options: Readonly<Record<string, unknown>>,
): Promise<void> {
  const settings = readSettings(options);
  const input = inputOf(given, options);
  refuseIdleOptions(verb, settings);
  const desk = openDesk(io, settings);
  if ('runAtDesk' in verb) return await verb.runAtDesk(desk, input);
  const session = await openSession(desk);
  try {
    await verb.run(session, input);
  } catch (error) {
    throw await withProjectNames(session, error);
  } finally {
    session.client.close();
  }
}

/** Nobody should believe that a command was only checked, or made safe to repeat, which was not. */
function refuseIdleOptions(verb: Verb, { dryRun, requestId }: Settings): void {
  if (verb.changes) return;
  if (dryRun) throw usageError('--dry-run is for commands that change something');
  if (requestId !== undefined) throw usageError('--request-id is for commands that change something');
}

function readSettings(options: Readonly<Record<string, unknown>>): Settings {
  const { option, flag, count } = inputOf(new Map(), options);
  return {
    output: toFormat(option('output')),
    yes: flag('yes'),
    dryRun: flag('dryRun'),
    requestId: option('requestId'),
    project: option('project'),
    context: option('context'),
    timeoutSeconds: count('timeout'),
  };
}

function toFormat(text: string | undefined): Format {
  return formats.find((format) => format === text) ?? 'table';
}

function toOption({ flags, summary, choices, fallback, isRequired, repeats }: OptionText): Option {
  const option = new Option(flags, summary);
  if (choices) option.choices(choices);
  if (fallback !== undefined) option.default(fallback);
  if (isRequired) option.makeOptionMandatory();
  if (repeats) option.argParser<readonly string[] | undefined>((value, previous) => [...(previous ?? []), value]);
  return option;
}
