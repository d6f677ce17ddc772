/** What another process of the program does, for the fault tests: `node fault-client.ts MODE DIRECTORY`. */
import { createIds, createSystemClock } from '#platform/clock';
import { openDatabase } from '../database.ts';
import { createStores } from '../stores/create-stores.ts';

const [mode, dataDirectory = ''] = process.argv.slice(2);

const say = (line: Readonly<Record<string, unknown>>): void => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};

const startedAt = performance.now();
const opened = await openDatabase({ dataDirectory, url: undefined, log: (_level, message) => say({ log: message }) });
if (!opened.ok) {
  say({ fault: opened.error.code, what: opened.error.what });
  process.exit(1);
}
const database = opened.value;
say({ server: database.serverPid(), ms: performance.now() - startedAt });

const waitForInput = async (): Promise<void> => {
  for await (const chunk of process.stdin) if (String(chunk).includes('close')) return;
};

const stores = () =>
  createStores({ database, clock: createSystemClock(), ids: createIds(), dataDirectory }, 'fault-test');

const modes: Readonly<Record<string, () => Promise<void>>> = {
  hold: async () => {
    await waitForInput();
    await database.close();
  },
  exit: () => Promise.resolve(process.exit(0)),
  crash: async () => {
    const { journal } = stores();
    await journal.once({ step: 'pay', inputs: 'question 1' }, () => Promise.resolve('paid once'));
    process.kill(process.pid, 'SIGKILL');
  },
  /** Counts up in the ledger until it is told to stop, and says each entry that was acknowledged. */
  append: async () => {
    const { ledger } = stores();
    let running = true;
    void waitForInput().then(() => {
      running = false;
    });
    while (running) {
      const { sequence } = await ledger.append({ actor: 'fault', kind: 'count-up', subject: 's', payload: null });
      say({ sequence });
    }
    await database.close();
  },
};

await modes[mode ?? '']?.();
process.exit(0);
