import { once } from 'node:events';
import { ok, type Command } from '#kernel';
import type { Program } from '../open-program.ts';
import { showRunEvent } from '../terminal/render-run.ts';
import type { TerminalDep } from '../terminal/terminal.ts';
import { portOf } from './port-of.ts';

const untilAborted = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
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
    const given = options['port'];
    const port = portOf(typeof given === 'string' ? given : undefined, process.env['PORT']);
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
