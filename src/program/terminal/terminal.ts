import { styleText } from 'node:util';

/** Where commands write: results on `out`, progress on `status`. */
export interface TerminalDep {
  readonly terminal: {
    readonly json: boolean;
    /** A whole line of result. */
    readonly out: (line: string) => void;
    /** Progress; on a terminal it replaces the line before. */
    readonly status: (line: string) => void;
    /** One JSON object a line, only with --json. */
    readonly event: (event: object) => void;
    readonly paint: (colour: 'green' | 'red' | 'yellow' | 'dim' | 'bold' | 'cyan', text: string) => string;
  };
}

export interface TerminalOptions {
  readonly json: boolean;
  readonly output: NodeJS.WriteStream;
  readonly errors: NodeJS.WriteStream;
}

const clear = '\r\u001B[2K';

/** A terminal that stays readable without colour, in a pipe and with --json. */
export const createTerminal = ({ json, output, errors }: TerminalOptions): TerminalDep['terminal'] => {
  const live = errors.isTTY && !json;
  const colours = output.isTTY && process.env['NO_COLOR'] === undefined && !json;
  let shown = false;
  let last = '';
  let lastAt = 0;
  const wipe = (): void => {
    if (shown) errors.write(clear);
    shown = false;
  };
  return {
    json,
    out: (line) => {
      wipe();
      if (!json) output.write(`${line}\n`);
    },
    status: (line) => {
      if (json) return;
      if (live) {
        errors.write(`${clear}${line.slice(0, Math.max(20, (errors.columns ?? 80) - 1))}`);
        shown = true;
        return;
      }
      const now = performance.now();
      if (line === last || now - lastAt < 5000) return;
      last = line;
      lastAt = now;
      errors.write(`${line}\n`);
    },
    event: (event) => {
      if (json) output.write(`${JSON.stringify(event)}\n`);
    },
    paint: (colour, text) => (colours ? styleText(colour, text) : text),
  };
};
