import { Command as Commander, CommanderError } from 'commander';
import { isFaultError, type CommandArguments, type Fault } from '#kernel';
import type { CliCommand, CliContext } from './program/cli-command.ts';
import { cliCommands } from './program/cli-commands.ts';
import { programVersion } from './program/version.ts';
import { isWrongUse } from './program/wrong-use.ts';
import { faultJson, faultText } from './program/terminal/render-fault.ts';
import { createTerminal } from './program/terminal/terminal.ts';

const abort = new AbortController();
let exitCode = 0;

const contextOf = (options: Readonly<Record<string, unknown>>): CliContext => ({
  terminal: createTerminal({ json: options['json'] === true, output: process.stdout, errors: process.stderr }),
  projectFolder: typeof options['project'] === 'string' ? options['project'] : process.cwd(),
  dataFolder: typeof options['data'] === 'string' ? options['data'] : undefined,
  signal: abort.signal,
});

const fail = (fault: Fault, json: boolean): void => {
  exitCode = isWrongUse(fault) ? 2 : 1;
  if (json) process.stdout.write(`${JSON.stringify(faultJson(fault))}\n`);
  else process.stderr.write(`\n${faultText(fault)}`);
};

const plainOptions = (options: Readonly<Record<string, unknown>>): CommandArguments['options'] =>
  Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name,
      typeof value === 'boolean' || typeof value === 'string' ? value : undefined,
    ]),
  );

const execute = async (command: CliCommand, given: CommandArguments, context: CliContext): Promise<void> => {
  try {
    const outcome = await command.run(context, given);
    if (!outcome.ok) return fail(outcome.error, context.terminal.json);
    exitCode = outcome.value.exitCode;
    if (context.terminal.json) process.stdout.write(`${JSON.stringify(outcome.value.json)}\n`);
    else if (outcome.value.text !== '') process.stdout.write(`${outcome.value.text}\n`);
  } catch (thrown) {
    if (!isFaultError(thrown)) throw thrown;
    fail(thrown.fault, context.terminal.json);
  }
};

const groupOf = (root: Commander, words: readonly string[]): Commander => {
  let group = root;
  for (const word of words) {
    group =
      group.commands.find((entry) => entry.name() === word) ??
      group.command(word).description(`Commands for ${word}; see ${word} --help`);
  }
  return group;
};

const mount = (root: Commander, command: CliCommand): void => {
  const words = command.name.split(' ');
  const parent = groupOf(root, words.slice(0, -1));
  const mounted = parent
    .command([words.at(-1), command.usage].filter(Boolean).join(' '))
    .description(command.description);
  for (const { flags, description, default: preset } of command.options ?? [])
    mounted.option(flags, description, preset);
  mounted
    .option('--project <dir>', 'folder of the project file (default: the current directory)')
    .option('--data <dir>', 'data directory (default: .throughline in the project)')
    .option('--json', 'JSON for programs, one object a line')
    .addHelpText('after', `\nExample:\n  ${command.example}\n`)
    .action(async (...received: unknown[]) => {
      const options = mounted.optsWithGlobals<Record<string, unknown>>();
      const positional = received
        .slice(0, mounted.registeredArguments.length)
        .flat()
        .filter((value) => typeof value === 'string');
      await execute(command, { positional, options: plainOptions(options) }, contextOf(options));
    });
};

const build = (): Commander => {
  const root = new Commander('throughline')
    .description('Carries a generative-AI application through its whole life.')
    .version(programVersion())
    .exitOverride()
    .showHelpAfterError('(throughline --help lists the commands)');
  for (const command of cliCommands) mount(root, command);
  const override = (command: Commander): void => {
    command.exitOverride();
    for (const inner of command.commands) override(inner);
  };
  override(root);
  return root;
};

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    exitCode = signal === 'SIGINT' ? 130 : 143;
    abort.abort();
    setTimeout(() => process.exit(exitCode), 15_000).unref();
  });
}

try {
  await build().parseAsync();
} catch (thrown) {
  if (!(thrown instanceof CommanderError)) throw thrown;
  exitCode = thrown.exitCode === 0 ? 0 : 2;
}
process.exitCode = exitCode;
