import { ok, type Command } from '#kernel';
import type { Program } from '../open-program.ts';

/** `throughline login`: a new link for the console of a running server. */
export const loginCommand: Command<Program> = {
  name: 'login',
  description: 'Prints a one-time link that logs a browser in to the console',
  example: 'throughline login',
  options: [{ flags: '--url <url>', description: 'address of the server; http://127.0.0.1:PORT when absent' }],
  run: async (deps, { options }) => {
    const { token } = await deps.sessions.createLogin();
    const base =
      typeof options['url'] === 'string' ? options['url'] : `http://127.0.0.1:${process.env['PORT'] ?? 4747}`;
    const link = `${base.replace(/\/$/, '')}/login?token=${token}`;
    return ok({ text: link, json: { link }, exitCode: 0 });
  },
};
