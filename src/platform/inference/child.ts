import { writeSync } from 'node:fs';
import { EngineError, type ChildMessage, type Engine, type ParentMessage } from './protocol.ts';
import type { EngineSpecification } from '#build/models';

/** Entry of the child process: loads one model, then answers calls until the parent goes away. */

type LoadEngine = (engine: EngineSpecification, threads: number) => Promise<Engine>;

const loaders: Readonly<Record<EngineSpecification['engine'], () => Promise<LoadEngine>>> = {
  gguf: async () => (await import('./gguf-engine.ts')).loadGgufEngine,
  onnx: async () => (await import('./onnx-engine.ts')).loadOnnxEngine,
  bundled: async () => (await import('./bundled-engine.ts')).loadBundledEngine,
};

const send = (message: ChildMessage): void => {
  if (process.connected) process.send?.(message);
};

const describe = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 500);

const controllers = new Map<number, AbortController>();
let engine: Promise<Engine> | undefined;

/** Ends this process before the machine has to; the parent tries its calls once more in a new one. */
const watchMemory = (bytes: number): void => {
  setInterval(() => {
    const held = process.memoryUsage.rss();
    if (held <= bytes) return;
    writeSync(2, `it held ${Math.round(held / 1e6)} MB, and ${Math.round(bytes / 1e6)} MB is its limit\n`);
    process.exit(1);
  }, 200).unref();
};

const load = (message: Extract<ParentMessage, { type: 'load' }>): void => {
  if (message.engine.memoryBytes !== undefined) watchMemory(message.engine.memoryBytes);
  engine = loaders[message.engine.engine]().then((loadEngine) => loadEngine(message.engine, message.threads));
  engine.then(
    () => send({ type: 'ready' }),
    (thrown: unknown) => {
      // Exits after the message has left, so that the parent hears the reason and not only the death.
      process.send?.({ type: 'load-failed', message: describe(thrown) } satisfies ChildMessage, () => process.exit(0));
    },
  );
};

const run = async ({ id, call }: Extract<ParentMessage, { type: 'call' }>): Promise<void> => {
  const controller = new AbortController();
  controllers.set(id, controller);
  try {
    const loaded = await engine;
    if (loaded === undefined) throw new EngineError('load', 'no model was named');
    const context = { signal: controller.signal, onDelta: (text: string) => send({ type: 'delta', id, text }) };
    const value = await loaded.run(call, context);
    send({ type: 'done', id, value });
  } catch (thrown) {
    const kind = thrown instanceof EngineError ? thrown.kind : 'call';
    send({ type: 'failed', id, failure: { kind, message: describe(thrown) } });
  } finally {
    controllers.delete(id);
  }
};

process.on('message', (message: ParentMessage) => {
  if (message.type === 'load') load(message);
  else if (message.type === 'abort') controllers.get(message.id)?.abort();
  else void run(message);
});
// A closed channel means that the parent has ended, however it ended.
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole group; the parent decides when its engines stop.
process.on('SIGINT', () => undefined);
