import assert from 'node:assert/strict';
import { test } from 'node:test';
import { portOf } from './port-of.ts';

test('--port wins over PORT, and an empty PORT is none', () => {
  assert.deepEqual(portOf('5000', '6000'), { ok: true, value: 5000 });
  assert.deepEqual(portOf(undefined, '6000'), { ok: true, value: 6000 });
  assert.deepEqual([portOf(undefined, undefined), portOf(undefined, ' ')], Array(2).fill({ ok: true, value: 4747 }));
});

test('what is not a port is said with the place it came from', () => {
  const says = (...given: Parameters<typeof portOf>) => {
    const port = portOf(...given);
    return port.ok ? 'ok' : `${port.error.code} ${port.error.what}`;
  };
  assert.equal(
    says('[object Object]', undefined),
    'PROGRAM_PORT_INVALID --port is "[object Object]", which is no port.',
  );
  assert.equal(says(undefined, '70000'), 'PROGRAM_PORT_INVALID PORT is "70000", which is no port.');
  assert.equal(says('80.5', undefined), 'PROGRAM_PORT_INVALID --port is "80.5", which is no port.');
});
