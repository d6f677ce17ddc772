import type { LogDep } from '#kernel';
import type { TerminalDep } from './terminal.ts';

/** Warnings and errors go to the status lines; the rest only when THROUGHLINE_LOG asks for it. */
export const createLog = ({ terminal }: TerminalDep): LogDep['log'] => {
  const all = process.env['THROUGHLINE_LOG'] !== undefined;
  return (level, message, fields = {}) => {
    if (!all && (level === 'debug' || level === 'info')) return;
    const details = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`;
    process.stderr.write(
      terminal.json ? `${JSON.stringify({ level, message, ...fields })}\n` : `${level}: ${message}${details}\n`,
    );
  };
};
