import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { priceSchema, usageSchema } from '../contract.ts';
import { costOf } from '../cost-of.ts';
import type { UsageReader } from '../provider-wire.ts';
import { createUsageReader } from './create-usage-reader.ts';
import { estimateTokens } from './estimate-tokens.ts';
import golden from './fixtures/golden.json' with { type: 'json' };

/** Answers in the shapes that providers give them, and what must be read off them; costs are counted by hand. */
const goldenSchema = z.strictObject({
  prices: z.record(z.string(), priceSchema),
  answers: z.array(
    z.strictObject({
      /** In `fixtures/`; `.sse` is a stream, `.json` is whole. */
      file: z.string(),
      dialect: z.enum([
        'openai-chat',
        'openai-responses',
        'openai-completions',
        'openai-embeddings',
        'anthropic-messages',
        'rerank',
      ]),
      price: z.string(),
      /** The answer is cut before this text. */
      cut: z.string().optional(),
      usage: usageSchema.optional(),
      costNano: z.number().int().optional(),
      finished: z.boolean(),
      partial: z.literal(true).optional(),
      outputBytes: z.number().int().optional(),
    }),
  ),
});
type GoldenAnswer = z.infer<typeof goldenSchema>['answers'][number];
const { prices, answers: goldenAnswers } = goldenSchema.parse(golden);

const bytesOf = ({ file, cut }: GoldenAnswer): Buffer => {
  const text = readFileSync(new URL(`fixtures/${file}`, import.meta.url), 'utf8');
  return Buffer.from(cut === undefined ? text : text.slice(0, text.indexOf(cut)));
};

const readerOf = ({ dialect, file }: GoldenAnswer): UsageReader =>
  createUsageReader(dialect, file.endsWith('.sse') ? 'text/event-stream; charset=utf-8' : 'application/json');

const readAll = (golden: GoldenAnswer, pieces: readonly Uint8Array[]): ReturnType<UsageReader['read']> => {
  const reader = readerOf(golden);
  for (const piece of pieces) reader.push(piece);
  return reader.read();
};

const goldenOf = (file: string): GoldenAnswer => {
  const golden = goldenAnswers.find((one) => one.file === file);
  assert.ok(golden);
  return golden;
};

for (const answer of goldenAnswers) {
  const { file, cut, usage, costNano, finished, partial, outputBytes } = answer;
  test(`${file}${cut === undefined ? '' : `, cut before ${JSON.stringify(cut.slice(-30))}`}`, () => {
    const seen = readAll(answer, [bytesOf(answer)]);
    assert.deepEqual(seen.usage, usage);
    assert.deepEqual([seen.finished, seen.partial], [finished, partial]);
    const price = prices[answer.price];
    assert.ok(price);
    if (seen.usage !== undefined) assert.equal(costOf({ price }, seen.usage), costNano);
    if (outputBytes !== undefined) assert.equal(seen.outputBytes, outputBytes);
  });
}

test('an answer that is cut anywhere is read the same, and at no place does it count more than the whole', () => {
  const wholes = goldenAnswers.map((golden) => ({ golden, bytes: bytesOf(golden) }));
  fc.assert(
    fc.property(fc.constantFrom(...wholes), fc.array(fc.nat(), { maxLength: 12 }), ({ golden, bytes }, marks) => {
      const cuts = [0, ...marks.map((mark) => mark % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
      const pieces = cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
      assert.deepEqual(readAll(golden, pieces), readAll(golden, [bytes]));
    }),
    { numRuns: 400 },
  );
});

test('byte by byte, with a buffer that is used again', () => {
  for (const golden of goldenAnswers) {
    const bytes = bytesOf(golden);
    const reader = readerOf(golden);
    const shared = Buffer.alloc(1);
    for (const byte of bytes) {
      shared[0] = byte;
      reader.push(shared);
    }
    assert.deepEqual(reader.read(), readAll(golden, [bytes]), golden.file);
  }
});

test('what is no answer is nothing, whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...goldenAnswers), (bytes, golden) => {
      assert.equal(readAll(golden, [bytes]).usage, undefined);
    }),
  );
});

test('an event of megabytes before its usage is read without being kept', () => {
  const reader = createUsageReader('openai-responses', 'text/event-stream');
  reader.push(Buffer.from('data: {"type":"response.completed","response":{"output":[{"text":"'));
  const before = process.memoryUsage().arrayBuffers;
  for (let index = 0; index < 64; index += 1) reader.push(Buffer.alloc(65_536, 'x'));
  reader.push(Buffer.from('"}],"usage":{"input_tokens":7,"output_tokens":9}}}\n\n'));
  assert.deepEqual(reader.read().usage, { inputTokens: 7, cachedInputTokens: 0, outputTokens: 9 });
  assert.ok(process.memoryUsage().arrayBuffers - before < 32 * 1024 * 1024);
});

test('counts that nobody can have are no counts', () => {
  const read = (usage: string) =>
    readAll({ ...goldenOf('openai-chat-whole.json'), file: 'x.json' }, [Buffer.from(`{"usage":${usage}}`)]).usage;
  assert.equal(read('{"prompt_tokens":"7"}'), undefined);
  assert.equal(read('{"prompt_tokens":-7}'), undefined);
  assert.equal(read('{"prompt_tokens":1,"completion_tokens":'), undefined);
  assert.deepEqual(read('{"prompt_tokens":5,"prompt_tokens_details":{"cached_tokens":50}}'), {
    inputTokens: 5,
    cachedInputTokens: 5,
    outputTokens: 0,
  });
  assert.equal(read('{"prompt_tokens":1e300}')?.inputTokens, 1_000_000_000);
  assert.equal(read(`{"prompt_tokens":1,"padding":"${'x'.repeat(20_000)}"}`), undefined);
});

test('four bytes are a token', () => {
  assert.deepEqual([0, 1, 4, 5].map(estimateTokens), [0, 1, 1, 2]);
});
