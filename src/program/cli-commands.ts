import { auditList, auditVerify, backupCommand, restoreCommand, retentionCommand } from '#improve/operate';
import { learnCommands } from '#improve/learn';
import { rolloutCommands, simulateCommand } from '#run/rollout';
import { budgetCommands, cacheCommands, keyCommands, serveCommands } from '#run/serve';
import type { Command } from '#kernel';
import { withProgram, type CliCommand, type CliContext } from './cli-command.ts';
import { doctorCommand } from './commands/doctor-command.ts';
import { gatewayCommand } from './commands/gateway-command.ts';
import { evalCommand } from './commands/eval-command.ts';
import { experimentsExport } from './commands/experiments-command.ts';
import { initCommand } from './commands/init-command.ts';
import { loginCommand } from './commands/login-command.ts';
import { modelsCommands } from './commands/models-commands.ts';
import { runCommand } from './commands/run-command.ts';
import { startCommand } from './commands/start-command.ts';
import { statusCommand } from './commands/status-command.ts';
import { waiveCommand } from './commands/waive-command.ts';
import { withRouting } from './commands/with-routing.ts';
import { openProgram, type Program } from './open-program.ts';
import { createLog } from './terminal/log.ts';
import type { TerminalDep } from './terminal/terminal.ts';

const open = (context: CliContext) =>
  openProgram({
    projectFolder: context.projectFolder,
    dataFolder: context.dataFolder,
    log: createLog(context),
    signal: context.signal,
  });

const opened = withProgram(open);

/** Progress of a single command goes to the terminal. */
const withProgress = (command: Command<Program & TerminalDep>): Command<Program & TerminalDep> => ({
  ...command,
  run: (program, given) => {
    const progress: Program['progress'] = ({ message, done, total }) => {
      program.terminal.status(`… ${message}${done === undefined || total === undefined ? '' : ` ${done}/${total}`}`);
      program.terminal.event({ type: 'progress', message, done, total });
    };
    return command.run({ ...program, progress }, given);
  },
});

const routed = (command: Command<Program & TerminalDep>): CliCommand => opened(withProgress(withRouting(command)));

/** Every command of the command line, in the order of `--help`. */
export const cliCommands: readonly CliCommand[] = [
  initCommand,
  opened(startCommand),
  opened(gatewayCommand),
  opened(runCommand),
  opened(statusCommand),
  ...serveCommands.map(routed),
  opened(withProgress(evalCommand)),
  ...modelsCommands.map(opened),
  opened(experimentsExport),
  opened(waiveCommand),
  ...rolloutCommands.map(routed),
  routed(simulateCommand),
  ...learnCommands.map(opened),
  opened(loginCommand),
  ...keyCommands.map(opened),
  ...budgetCommands.map(opened),
  ...cacheCommands.map(opened),
  opened(auditVerify),
  opened(auditList),
  opened(doctorCommand),
  opened(withProgress(backupCommand)),
  opened(withProgress(restoreCommand)),
  opened(retentionCommand),
];
