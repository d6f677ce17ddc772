import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { err, ok, type Command, type CommandArguments, type CommandOutcome, type Fault, type Result } from '#kernel';
import { supervise } from '#platform/process';
import { programFaults } from '../errors.ts';
import type { Program } from '../open-program.ts';
import type { TerminalDep } from '../terminal/terminal.ts';
import { portOf } from './port-of.ts';

type Deps = Program & TerminalDep;

const cli = fileURLToPath(new URL('../../cli.ts', import.meta.url));
const stopped: CommandOutcome = { text: 'stopped', json: { type: 'stopped' }, exitCode: 0 };

interface Address {
  readonly host: string;
  readonly port: number;
}

const serveAlone = async (deps: Deps, address: Address, shared: boolean): Promise<Result<CommandOutcome, Fault>> => {
  const { startGatewayServer } = await import('../../gateway-server.ts');
  const server = await startGatewayServer(deps, { ...address, shared });
  if (!server.ok) return server;
  deps.terminal.out(`API      ${server.value.url}/v1   process ${process.pid}\n`);
  deps.terminal.event({ type: 'listening', url: server.value.url, pid: process.pid });
  if (!deps.signal.aborted) await once(deps.signal, 'abort');
  await server.value.close();
  return ok(stopped);
};

const workerArgs = (deps: Deps, { host, port }: Address): readonly string[] => {
  const where = ['--host', host, '--port', String(port), '--project', deps.loaded.root, '--data', deps.dataDirectory];
  return ['gateway', '--worker', ...where, ...(deps.terminal.json ? ['--json'] : [])];
};

const workersOf = ({ options }: CommandArguments): Result<number, Fault> => {
  const given = options['workers'];
  const count = typeof given === 'string' ? Number(given) : 1;
  if (Number.isInteger(count) && count >= 1 && count <= 256) return ok(count);
  return err(
    programFaults.fault('PROGRAM_REQUEST_INVALID', { problems: `--workers is ${String(given)}; it must be 1 to 256` }),
  );
};

/** `throughline gateway`. */
export const gatewayCommand: Command<Deps> = {
  name: 'gateway',
  description: 'Serves /v1 alone, in several processes on one port that share keys, limits, budgets and releases',
  example: 'throughline gateway --port 4748 --workers 4',
  options: [
    { flags: '--port <n>', description: 'port', default: '4748' },
    { flags: '--host <address>', description: 'address to listen on', default: '127.0.0.1' },
    { flags: '--workers <n>', description: `processes; this machine has ${availableParallelism()} processors` },
    { flags: '--worker', description: 'is one of several (used by the command itself)' },
  ],
  run: async (deps, given) => {
    const { options } = given;
    const port = portOf(String(options['port'] ?? '4748'), undefined);
    if (!port.ok) return port;
    const address = { host: String(options['host'] ?? '127.0.0.1'), port: port.value };
    const workers = workersOf(given);
    if (!workers.ok) return workers;
    if (options['worker'] === true || workers.value === 1) return serveAlone(deps, address, options['worker'] === true);
    await supervise({
      file: cli,
      args: workerArgs(deps, address),
      count: workers.value,
      signal: deps.signal,
      onRestart: (reason) => deps.log('warn', 'a gateway process is started again', { reason }),
    });
    return ok(stopped);
  },
};
