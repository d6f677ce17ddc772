import type { ClockDep } from '#kernel';
import type { CompileDep } from '#build/strategy';
import type { LoadDep, LoadRequest } from './port.ts';

/** Load on the compiled application itself: everything but the HTTP layer, whose cost is measured apart. */
export const createInProcessLoad = ({ compile, clock }: CompileDep & ClockDep): LoadDep => ({
  load: async (candidate, { requests, concurrency, maximumSeconds, questions, signal }: LoadRequest) => {
    const application = await compile(candidate);
    if (!application.ok) return { latencies: [], errors: requests, seconds: 0 };
    const latencies: number[] = [];
    const startedAt = clock.monotonic();
    // A repeat that was never used before, so that no journal answers in the model's place.
    const firstRepeat = Math.floor(clock.now());
    let [next, errors] = [0, 0];
    const hasTime = (): boolean => clock.monotonic() - startedAt < maximumSeconds * 1000;
    const ask = async (index: number): Promise<void> => {
      const before = clock.monotonic();
      const text = questions[index % questions.length] ?? '';
      const answered = await application.value.answer(
        { text },
        { signal, capture: 'off', repeat: firstRepeat + index },
      );
      if (answered.ok) latencies.push(clock.monotonic() - before);
      else errors += 1;
    };
    const work = async (): Promise<void> => {
      while (next < requests && hasTime()) {
        signal.throwIfAborted();
        await ask(next++);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, work));
    return { latencies, errors, seconds: (clock.monotonic() - startedAt) / 1000 };
  },
});
