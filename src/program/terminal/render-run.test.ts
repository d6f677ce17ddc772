import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationText, showRunEvent } from './render-run.ts';
import type { TerminalDep } from './terminal.ts';

const collect = () => {
  const lines: string[] = [];
  const terminal: TerminalDep['terminal'] = {
    json: false,
    out: (line) => lines.push(`out ${line}`),
    status: (line) => lines.push(`status ${line}`),
    event: (event) => lines.push(`event ${JSON.stringify(event)}`),
    paint: (_colour, text) => text,
  };
  return { lines, terminal };
};

test('durations have the unit a person would use', () => {
  assert.deepEqual([0.04, 9.94, 61, 200].map(durationText), ['0.0 s', '9.9 s', '61 s', '3 min 20 s']);
});

test('progress shows counts and time left', () => {
  const { lines, terminal } = collect();
  showRunEvent(
    { terminal },
    { type: 'stage-progress', stage: 'knowledge', message: 'embedding', done: 40, total: 100, secondsLeft: 12 },
  );
  assert.equal(lines[0], 'status … knowledge: embedding 40/100, about 12 s left');
});

test('a stage end is one line with why it ran', () => {
  const { lines, terminal } = collect();
  showRunEvent(
    { terminal },
    {
      type: 'stage-end',
      stage: 'data',
      report: { name: 'data', status: 'ran', seconds: 2, records: 2, reason: 'changed: config' },
    },
  );
  assert.match(lines[0] ?? '', /✓ data {9}ran {8}2\.0 s {2}2 records; changed: config/);
});
