import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { root } from '../architecture/repository.ts';
import { handbookCases } from './handbook-questions.ts';
import { throughline, told } from './program.ts';

const corpus = join(resolve(root, process.env['THROUGHLINE_DATA'] ?? '../shared/data'), 'docs-18f-handbook');
const skip = !existsSync(corpus) && `there is no ${corpus}; THROUGHLINE_DATA names the folder above it`;

const answerSchema = z.object({
  answer: z.string(),
  citations: z.array(z.object({ source: z.string(), quote: z.string() })),
  refused: z.boolean().optional(),
});

test('a handbook of another kind is carried to a served release without code', { skip }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline handbook '));
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const made = await throughline(['init', folder, '--yes', '--name', 'handbook', '--docs', corpus, '--json']);
  assert.equal(made.code, 0, told(made));
  // No download: words are counted instead of embedded, and no chat model is looked for.
  const config = join(folder, 'throughline.config.ts');
  const models = '"models": { "embedding": ["word-hash"], "generative": false },';
  writeFileSync(config, readFileSync(config, 'utf8').replace('"charter": {', `${models}\n  "charter": {`));
  const cases = JSON.stringify({ name: 'handbook', cases: handbookCases });
  writeFileSync(join(folder, 'evaluation', 'questions.yaml'), cases);
  const ran = await throughline(['run', '--project', folder, '--json']);
  t.diagnostic(`run ended with ${ran.code}; failed gates: ${String(ran.last['failedGates'])}`);
  assert.ok(ran.code === 0 || ran.code === 100, told(ran));
  assert.match(String(ran.last['release']), /^[0-9a-f]{64}$/, told(ran));
  const question = 'Which number do I call to reserve a hotel for travel?';
  const asked = await throughline(['ask', question, '--project', folder, '--json']);
  const reply = answerSchema.parse(asked.last);
  t.diagnostic(reply.answer.slice(0, 300));
  assert.equal(reply.refused, undefined, told(asked));
  assert.ok(
    reply.citations.some(({ source }) => /travel/i.test(source)),
    told(asked),
  );
});
