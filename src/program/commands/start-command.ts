import { once } from 'node:events';
import { err, ok, type Command, type Fault, type Result } from '#kernel';
import { programFaults } from '../errors.ts';
import type { Program } from '../open-program.ts';
import { showRunEvent } from '../terminal/render-run.ts';
import type { TerminalDep } from '../terminal/terminal.ts';

const untilAborted = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
};

const portOf = (given: string | boolean | undefined): Result<number, Fault> => {
  const text = typeof given === 'string' ? given : (process.env['PORT'] ?? '4747');
  const wanted = Number(text);
  if (Number.isInteger(wanted) && wanted > 0 && wanted < 65_536) return ok(wanted);
  return err(programFaults.fault('PROGRAM_REQUEST_INVALID', { problems: `the port is ${text}; expected 1 to 65535` }));
};

/** `throughline start`: what `npm start` runs. */
export const startCommand: Command<Program & TerminalDep> = {
  name: 'start',
  description: 'Serves the API and the console, and brings the lifecycle up to date with live progress',
  example: 'throughline start --port 4747',
  options: [
    { flags: '--port <n>', description: 'port; PORT or 4747 when absent' },
    { flags: '--host <address>', description: 'address to listen on', default: '127.0.0.1' },
    { flags: '--no-run', description: 'only serve' },
  ],
  run: async (deps, { options }) => {
    const { terminal } = deps;
    const port = portOf(options['port']);
    if (!port.ok) return port;
    // The web server is large, and no other command needs it.
    const { startServer } = await import('../../server.ts');
    const server = await startServer(deps, {
      host: String(options['host'] ?? '127.0.0.1'),
      port: port.value,
      show: (event) => showRunEvent(deps, event),
    });
    if (!server.ok) return server;
    const link = await server.value.loginLink();
    terminal.out(
      `Console  ${terminal.paint('bold', link)}\nAPI      ${server.value.url}/v1   (keys: throughline keys create)\nCtrl-C stops everything.\n`,
    );
    terminal.event({ type: 'listening', url: server.value.url, login: link });
    if (options['run'] !== false) server.value.runner.start([]);
    await untilAborted(deps.signal);
    await server.value.close();
    return ok({ text: 'stopped', json: { type: 'stopped' }, exitCode: 0 });
  },
};
