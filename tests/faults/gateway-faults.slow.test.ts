// What a provider, a client, the database and the machine can do wrong, against the real program. The log of the mock
// provider is the judge. `npm run faults` runs this and prints the table.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openGatewayUnderTest, type GatewayUnderTest } from './gateway-under-test.ts';
import { loadFaults } from './load-faults.ts';
import { singleFaults, type Row } from './single-faults.ts';

let gateway: GatewayUnderTest;
const rows: Row[] = [];

before(async () => {
  gateway = await openGatewayUnderTest();
});
after(async () => {
  await gateway.close();
  const lines = rows.map(({ fault, saw, passed }) => `${passed ? 'ok    ' : 'FAILED'}  ${fault.padEnd(46)} ${saw}`);
  console.log(`\n${lines.join('\n')}\n`);
});

for (const { name, run } of [...singleFaults, ...loadFaults]) {
  test(name, { timeout: 180_000 }, async () => {
    const row = await run(gateway);
    rows.push(row);
    assert.ok(row.passed, `${row.fault}: ${row.saw}`);
  });
}
