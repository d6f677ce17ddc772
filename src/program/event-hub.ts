import type { ServerEvent } from './contract.ts';

/** Fans events out to listeners; a listener that does not keep up loses its oldest events, never memory. */
export const createEventHub = (limit = 256) => {
  const listeners = new Set<(event: ServerEvent) => void>();
  const listen = async function* (signal: AbortSignal): AsyncGenerator<ServerEvent | undefined> {
    const queue: ServerEvent[] = [];
    let wake: () => void = () => undefined;
    const take = (event: ServerEvent): void => {
      queue.push(event);
      if (queue.length > limit) queue.shift();
      wake();
    };
    listeners.add(take);
    const stop = (): void => wake();
    signal.addEventListener('abort', stop);
    try {
      while (!signal.aborted) {
        const next = queue.shift();
        if (next !== undefined) {
          yield next;
          continue;
        }
        let timer: ReturnType<typeof setTimeout> | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, 15_000);
        });
        clearTimeout(timer);
        // A silent quarter of a minute: the caller sends a comment, so that proxies keep the connection.
        if (queue.length === 0 && !signal.aborted) yield undefined;
      }
    } finally {
      listeners.delete(take);
      signal.removeEventListener('abort', stop);
    }
  };
  return {
    emit: (event: ServerEvent): void => {
      for (const listener of listeners) listener(event);
    },
    listen,
    listeners: (): number => listeners.size,
  };
};

export type EventHub = ReturnType<typeof createEventHub>;
