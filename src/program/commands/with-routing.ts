import type { Command } from '#kernel';
import type { Program } from '../open-program.ts';

/** A command that answers, or changes what answers, first loads what is released. */
export const withRouting = <Deps extends Program>(command: Command<Deps>): Command<Deps> => ({
  ...command,
  run: async (program, given) => {
    await program.refreshRouting();
    return command.run(program, given);
  },
});
