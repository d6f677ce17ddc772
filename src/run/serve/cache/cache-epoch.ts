import { ok, type Command, type LogDep, type PointersDep } from '#kernel';

/** A number that grows with every order to forget; servers compare it with the one they saw last. */
const pointerName = 'serve/cache-epoch';

const readEpoch = async ({ pointers }: PointersDep): Promise<{ readonly epoch: number; readonly version: number }> => {
  const pointer = await pointers.get(pointerName);
  return { epoch: typeof pointer?.value === 'number' ? pointer.value : 0, version: pointer?.version ?? 0 };
};

/** Tells every server of the project to forget its cached answers, within about a second. */
export const clearCaches = async (
  deps: PointersDep,
  { actor, reason }: { readonly actor: string; readonly reason: string },
): Promise<number> => {
  for (;;) {
    const { epoch, version } = await readEpoch(deps);
    const change = { name: pointerName, value: epoch + 1, expectedVersion: version };
    const event = { actor, kind: 'cache-clear', subject: pointerName, payload: { epoch: epoch + 1, reason } };
    if (await deps.pointers.set(change, event)) return epoch + 1;
  }
};

/** Looks whether somebody ordered to forget; call it every second. A store that is away is looked at again. */
export const createCacheFollower = (deps: PointersDep & LogDep, clear: () => void): (() => Promise<void>) => {
  let seen: number | undefined;
  return async () => {
    try {
      const { epoch } = await readEpoch(deps);
      if (seen !== undefined && epoch !== seen) {
        clear();
        deps.log('info', 'cached answers are forgotten', { epoch });
      }
      seen = epoch;
    } catch {
      // The next look comes in a second; answers are served meanwhile.
    }
  };
};

/** `throughline cache clear`. */
export const cacheCommands: readonly Command<PointersDep>[] = [
  {
    name: 'cache clear',
    description: 'Makes every server of this project forget its cached answers, for instance after an erasure',
    example: 'throughline cache clear --by Ada --reason "document withdrawn"',
    options: [
      { flags: '--by <name>', description: 'Who decides', default: 'command' },
      { flags: '--reason <text>', description: 'Why', default: 'asked for' },
    ],
    run: async (deps, { options }) => {
      const epoch = await clearCaches(deps, { actor: String(options['by']), reason: String(options['reason']) });
      return ok({ text: 'Cached answers are forgotten within a second.', json: { epoch }, exitCode: 0 });
    },
  },
];
