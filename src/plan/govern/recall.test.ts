import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { z } from 'zod';
import { detectPersonalData } from './index.ts';

const rowSchema = z.object({
  full_text: z.string(),
  spans: z.array(z.object({ entity_type: z.string(), start_position: z.number(), end_position: z.number() })),
});

const kindsByEntity: Readonly<Record<string, string>> = {
  EMAIL_ADDRESS: 'email',
  PHONE_NUMBER: 'phone',
  CREDIT_CARD: 'card',
  IBAN_CODE: 'iban',
  US_SSN: 'ssn',
  IP_ADDRESS: 'ip',
};

/** Private addresses are not personal here, so one of the eleven IP addresses is left alone on purpose. */
const floors: Readonly<Record<string, number>> = {
  email: 0.99,
  card: 0.99,
  iban: 0.99,
  ssn: 0.99,
  ip: 0.9,
  phone: 0.9,
};

const file = join(process.env['THROUGHLINE_DATA'] ?? '', 'presidio-research', 'generated_large.json');
const skip =
  process.env['THROUGHLINE_DATA'] !== undefined && existsSync(file)
    ? false
    : 'THROUGHLINE_DATA/presidio-research is not there';

test('recall and precision on the Presidio texts', { skip }, (context) => {
  const tally = new Map(
    Object.values(kindsByEntity).map((kind) => [kind, { gold: 0, found: 0, right: 0, detected: 0 }]),
  );
  for (const { full_text: text, spans } of z.array(rowSchema).parse(JSON.parse(readFileSync(file, 'utf8')))) {
    const matches = detectPersonalData(text);
    const gold = spans.filter(({ entity_type: type }) => Object.hasOwn(kindsByEntity, type));
    for (const span of gold) {
      const entry = tally.get(kindsByEntity[span.entity_type] ?? '');
      if (entry === undefined) continue;
      entry.gold += 1;
      if (matches.some(({ start, end }) => start <= span.start_position && end >= span.end_position)) entry.found += 1;
    }
    for (const { kind, start, end } of matches) {
      const entry = tally.get(kind);
      if (entry === undefined) continue;
      entry.detected += 1;
      if (gold.some((span) => span.start_position < end && span.end_position > start)) entry.right += 1;
    }
  }
  for (const [kind, { gold, found, right, detected }] of tally) {
    context.diagnostic(
      `${kind}: recall ${(found / gold).toFixed(3)} of ${gold}, precision ${(right / detected).toFixed(3)} of ${detected}`,
    );
    assert.ok(found / gold >= (floors[kind] ?? 1), `recall of ${kind}`);
    assert.ok(right / detected >= 0.95, `precision of ${kind}`);
  }
});
