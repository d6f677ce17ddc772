import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayUnderTest } from './gateway-under-test.ts';

/** One row of the table: what was done, what the provider and the client saw, and whether that is right. */
export interface Row {
  readonly fault: string;
  readonly saw: string;
  readonly passed: boolean;
}

export interface FaultCase {
  readonly name: string;
  readonly run: (gateway: GatewayUnderTest) => Promise<Row>;
}

const well = 'All is well.';

interface Outcome {
  readonly status: number;
  readonly text: string;
  /** The body ended cleanly. */
  readonly whole: boolean;
}

const ask = async ({ post }: GatewayUnderTest, body: object): Promise<Outcome> => {
  const response = await post(body);
  let text = '';
  try {
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) text += decoder.decode(bytes, { stream: true });
    return { status: response.status, text, whole: true };
  } catch {
    return { status: response.status, text, whole: false };
  }
};

interface Expected {
  /** Requests that the faulty provider may see: the least and the most. */
  readonly asked: readonly [number, number];
  /** Milliseconds that must lie between its first two requests. */
  readonly gapMs?: number;
}

/** The client must get a whole good answer. */
const healed = (fault: string, route: string, { asked: [least, most], gapMs = 0 }: Expected): FaultCase => ({
  name: fault,
  run: async (gateway) => {
    const before = gateway.provider.seen(fault).length;
    const { status, text, whole } = await ask(gateway, { model: route });
    const seen = gateway.provider.seen(fault).slice(before);
    const gap = (seen[1]?.at ?? Infinity) - (seen[0]?.at ?? 0);
    const passed =
      status === 200 && whole && text.includes(well) && seen.length >= least && seen.length <= most && gap >= gapMs;
    return { fault: route, saw: `${status}, provider asked ${seen.length}`, passed };
  },
});

/** A stream that breaks off must be an error event and a connection without a clean end, and nobody else is asked. */
const honest = (fault: string): FaultCase => ({
  name: `${fault}, streamed`,
  run: async (gateway) => {
    const [before, good] = [gateway.provider.seen(fault).length, gateway.provider.seen('good').length];
    const { text, whole } = await ask(gateway, { model: `${fault}.good`, stream: true });
    const seen = gateway.provider.seen(fault).slice(before);
    await sleep(100);
    const isLeft = seen.some(({ ended }) => ended === 'open');
    const fallbacks = gateway.provider.seen('good').length - good;
    const hasError = text.includes('"error"');
    const passed = !whole && hasError && !text.includes('[DONE]') && seen.length === 1 && fallbacks === 0 && !isLeft;
    return {
      fault: `${fault}, streamed`,
      saw: `${hasError ? 'error event' : 'NO error event'}, ${whole ? 'CLEAN end' : 'no clean end'}, provider asked ${seen.length}`,
      passed,
    };
  },
});

/** The provider must see that the client has gone. */
const abandoned = (fault: string, goesAfterMs: number, streamed: boolean): FaultCase => ({
  name: `client leaves, ${fault}${streamed ? ', streamed' : ''}`,
  run: async (gateway) => {
    const before = gateway.provider.seen(fault).length;
    const gone = new AbortController();
    const call = gateway
      .post({ model: fault, stream: streamed }, { signal: gone.signal })
      .then(async (response) => response.text())
      .catch(() => 'gone');
    await sleep(goesAfterMs);
    const left = Date.now();
    gone.abort();
    await call;
    await sleep(300);
    const [seen] = gateway.provider.seen(fault).slice(before);
    const afterMs = seen?.ended === 'client-gone' ? (seen.endedAt ?? Infinity) - left : Infinity;
    const passed = afterMs <= 100;
    return {
      fault: `client leaves, ${fault}${streamed ? ', streamed' : ''}`,
      saw: `provider let go after ${afterMs} ms`,
      passed,
    };
  },
});

const flapping: FaultCase = {
  name: 'flapping',
  run: async (gateway) => {
    const before = gateway.provider.seen('flapping').length;
    const outcomes: Outcome[] = [];
    for (let call = 0; call < 20; call += 1) outcomes.push(await ask(gateway, { model: 'flapping' }));
    const good = outcomes.filter(({ status, text }) => status === 200 && text.includes(well)).length;
    const asked = gateway.provider.seen('flapping').length - before;
    return {
      fault: 'flapping provider, 20 calls',
      saw: `${good} good, provider asked ${asked}`,
      passed: good === 20 && asked <= 60,
    };
  },
};

const stale: FaultCase = {
  name: 'stale-socket',
  run: async (gateway) => {
    let good = 0;
    for (let call = 0; call < 10; call += 1) {
      if ((await ask(gateway, { model: 'stale-socket' })).status === 200) good += 1;
      await sleep(38);
    }
    return { fault: 'stale keep-alive socket, 10 calls', saw: `${good} good`, passed: good === 10 };
  },
};

const large: FaultCase = {
  name: '20 MB body',
  run: async (gateway) => {
    const content = 'x'.repeat(20_000_000);
    const { status, text } = await ask(gateway, { model: 'good', messages: [{ role: 'user', content }] });
    const bytes = gateway.provider.seen('good').at(-1)?.bodyBytes ?? 0;
    const tooLarge = await ask(gateway, {
      model: 'good',
      messages: [{ role: 'user', content: content + content }],
    }).catch(() => ({ status: 413 }));
    const passed = status === 200 && text.includes(well) && bytes > 20_000_000 && tooLarge.status === 413;
    return { fault: '20 MB body, and one of 40 MB', saw: `${status} with ${bytes} bytes; ${tooLarge.status}`, passed };
  },
};

const neverReads: FaultCase = {
  name: 'client that never reads',
  run: async (gateway) => {
    const before = gateway.rssMb();
    const gone = new AbortController();
    const response = await gateway.post({ model: 'endless', stream: true }, { signal: gone.signal });
    let most = before;
    for (let tenth = 0; tenth < 30; tenth += 1) {
      await sleep(100);
      most = Math.max(most, gateway.rssMb());
    }
    gone.abort();
    await response.text().catch(() => '');
    const grown = most - before;
    return { fault: 'client that never reads', saw: `memory +${grown.toFixed(0)} MB`, passed: grown < 40 };
  },
};

/** Every fault that one request shows. */
export const singleFaults: readonly FaultCase[] = [
  healed('429-retry-after', '429-retry-after', { asked: [2, 2], gapMs: 1000 }),
  healed('429-bare', '429-bare', { asked: [2, 2] }),
  healed('429-long', '429-long.good', { asked: [1, 1] }),
  healed('500-once', '500-once', { asked: [2, 2] }),
  healed('500-always', '500-always.good', { asked: [2, 3] }),
  // Three tries, and one replay on a connection that was used before and went stale.
  healed('reset-before-headers', 'reset-before-headers.good', { asked: [1, 4] }),
  healed('reset-after-headers', 'reset-after-headers.good', { asked: [1, 3] }),
  healed('never-first-byte', 'never-first-byte.good', { asked: [1, 1] }),
  healed('malformed-json', 'malformed-json.good', { asked: [1, 3] }),
  healed('huge-headers', 'huge-headers.good', { asked: [1, 3] }),
  healed('wrong-content-type', 'wrong-content-type.good', { asked: [1, 3] }),
  healed('expired-key', 'expired-key.good', { asked: [1, 1] }),
  healed('dns', 'dns.good', { asked: [0, 0] }),
  honest('cut-mid-stream'),
  honest('stall-mid-stream'),
  honest('missing-done'),
  flapping,
  stale,
  abandoned('never-first-byte', 100, false),
  abandoned('never-first-byte', 100, true),
  abandoned('slow-stream', 300, true),
  neverReads,
  large,
];
