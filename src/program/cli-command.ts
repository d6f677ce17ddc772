import type { Command, CommandArguments, CommandOption, CommandOutcome, Fault, Result } from '#kernel';
import type { Program } from './open-program.ts';
import type { TerminalDep } from './terminal/terminal.ts';

/** What the command line knows before a project is opened. */
export interface CliContext extends TerminalDep {
  readonly projectFolder: string;
  readonly dataFolder: string | undefined;
  readonly signal: AbortSignal;
}

/** A command of the command line; it opens the project itself when it needs one. */
export interface CliCommand {
  readonly name: string;
  readonly usage?: string;
  readonly description: string;
  readonly example: string;
  readonly options?: readonly CommandOption[];
  readonly run: (context: CliContext, given: CommandArguments) => Promise<Result<CommandOutcome, Fault>>;
}

/** Runs a stage's command with the opened program, and closes the program whatever happens. */
export const withProgram =
  (open: (context: CliContext) => Promise<Result<Program, Fault>>) =>
  (command: Command<Program & TerminalDep>): CliCommand => ({
    ...command,
    run: async (context, given) => {
      const opened = await open(context);
      if (!opened.ok) return opened;
      try {
        return await command.run({ ...opened.value, terminal: context.terminal }, given);
      } finally {
        await opened.value.close();
      }
    },
  });
