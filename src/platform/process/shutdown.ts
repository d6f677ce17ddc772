import type { EventEmitter } from 'node:events';

export interface ShutdownOptions {
  /** The process ends after this time even when closing hangs; 15 seconds when absent. */
  readonly timeoutMs?: number;
  readonly exit?: (code: number) => void;
  /** Where signals come from: this process when absent. */
  readonly source?: EventEmitter;
}

const exitCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Runs `close` once on Ctrl-C or SIGTERM, then ends the process with 128 + the signal's number. A second
 * signal ends it at once. Returns how to stop listening.
 */
export const onShutdown = (
  close: (signal: NodeJS.Signals) => Promise<void>,
  { timeoutMs = 15_000, exit = (code) => process.exit(code), source = process }: ShutdownOptions = {},
): (() => void) => {
  let closing = false;
  const handle = (signal: 'SIGINT' | 'SIGTERM'): void => {
    if (closing) return exit(exitCodes[signal]);
    closing = true;
    const timer = setTimeout(() => exit(exitCodes[signal]), timeoutMs);
    void close(signal)
      .catch(() => undefined)
      .then(() => {
        clearTimeout(timer);
        exit(exitCodes[signal]);
      });
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) source.on(signal, handle);
  return () => {
    for (const signal of signals) source.off(signal, handle);
  };
};
