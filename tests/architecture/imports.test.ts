import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkRule } from './check-rule.ts';
import { wrongDirections } from './direction.ts';
import { brokenDoors, defaultExports, starExports } from './doors.ts';
import { importsOf } from './imports.ts';
import { strayPackages } from './packages.ts';
import { codeOf, readRepository } from './repository.ts';

const code = codeOf(readRepository());

test('the repository is read', () => assert.ok(code.length > 100));

test('imports of every form are seen, those in comments are not', () => {
  const content = [
    "import { a } from './a.ts';",
    "import type { B } from '#kernel';",
    'import {',
    '  c,',
    "} from 'zod';",
    "import './side.ts';",
    "export { d } from './d.ts';",
    "const e = await import('./e.ts');",
    " * import { example } from '#run/serve';",
  ].join('\n');
  assert.deepEqual(
    importsOf({ path: 'src/plan/charter/x.ts', content }).map(({ specifier, target }) => target ?? specifier),
    [
      'src/plan/charter/a.ts',
      '#kernel',
      'zod',
      'src/plan/charter/side.ts',
      'src/plan/charter/d.ts',
      'src/plan/charter/e.ts',
    ],
  );
});

checkRule(code, {
  name: 'imports point down the lifecycle',
  check: wrongDirections,
  violations: [
    {
      files: { 'src/plan/charter/a.ts': "import type { X } from '#run/serve/contract';" },
      says: /charter must not import #run\/serve/,
    },
    {
      files: { 'src/build/models/a.ts': "import { x } from '#build/agents';" },
      says: /models must not import #build\/agents/,
    },
    { files: { 'src/kernel/a.ts': "import { x } from '#plan/charter';" }, says: /kernel must not import/ },
    {
      files: { 'src/run/serve/a.ts': "import { x } from '#platform/postgres';" },
      says: /serve must not import #platform/,
    },
    { files: { 'src/run/serve/a.ts': "import { x } from '#lifecycle';" }, says: /serve must not import #lifecycle/ },
    {
      files: { 'src/platform/clock/a.ts': "import { x } from '#program/contract';" },
      says: /platform\/clock must not import/,
    },
    { files: { 'src/console/a.tsx': "import { x } from '#run/serve';" }, says: /console must not import #run\/serve/ },
    { files: { 'src/console/a.tsx': "import { x } from '#kernel';" }, says: /console must not import #kernel/ },
    { files: { 'src/run/serve/a.ts': "import { x } from '#run/unknown';" }, says: /leads to no unit/ },
  ],
  allowed: [
    { 'src/run/serve/a.ts': "import { x } from '#build/strategy';\nimport { y } from '#kernel';" },
    { 'src/run/serve/a.test.ts': "import { x } from '#platform/postgres/testing';" },
    { 'src/console/a.tsx': "import { x } from '#run/serve/contract';\nimport { y } from '#program/contract';" },
    { 'src/cli.ts': "import { x } from '#platform/postgres';\nimport { y } from '#run/serve';" },
  ],
});

checkRule(code, {
  name: 'stages are reached through their doors only',
  check: brokenDoors,
  violations: [
    { files: { 'src/run/serve/a.ts': "import { x } from '../rollout/index.ts';" }, says: /leaves src\/run\/serve/ },
    { files: { 'src/run/serve/deep/a.ts': "import { x } from '../../monitor/a.ts';" }, says: /leaves src\/run\/serve/ },
    { files: { 'src/run/serve/a.ts': "import { x } from '#build/models/complete';" }, says: /is not a door/ },
    { files: { 'src/run/serve/a.ts': "import { x } from '#build/models/testing';" }, says: /for tests only/ },
    { files: { 'src/program/a.ts': "import { x } from '../run/serve/index.ts';" }, says: /past its door/ },
    {
      files: { 'src/platform/blobs/a.ts': "import { x } from '../files/index.ts';" },
      says: /leaves src\/platform\/blobs/,
    },
  ],
  allowed: [
    { 'src/run/serve/deep/a.ts': "import { x } from '../b.ts';" },
    { 'src/program/routes/a.ts': "import { x } from '../../project.ts';" },
    { 'src/run/serve/a.test.ts': "import { x } from '#build/models/testing';" },
  ],
});

checkRule(code, {
  name: 'exports are named',
  check: (files) => [...defaultExports(files), ...starExports(files)],
  violations: [
    { files: { 'src/a.ts': 'export default 1;' }, says: /default export/ },
    { files: { 'src/a.ts': 'const a = 1;\nexport { a as default };' }, says: /default export/ },
    { files: { 'src/a.ts': "export * from './b.ts';" }, says: /exports \*/ },
  ],
  allowed: [{ 'examples/x/throughline.config.ts': 'export default {};' }],
});

checkRule(code, {
  name: 'external packages are used where they are allowed',
  check: strayPackages,
  violations: [
    { files: { 'src/build/models/a.ts': "import { x } from 'left-pad';" }, says: /must not import left-pad/ },
    { files: { 'src/build/models/contract.ts': "import { x } from 'p-retry';" }, says: /must not import p-retry/ },
    { files: { 'src/build/models/errors.ts': "import { z } from 'zod';" }, says: /must not import zod/ },
    {
      files: { 'src/platform/clock/a.ts': "import { x } from '@lancedb/lancedb/sub';" },
      says: /must not import @lancedb\/lancedb/,
    },
    { files: { 'src/plan/charter/a.ts': "import { x } from 'fast-check';" }, says: /must not import fast-check/ },
  ],
  allowed: [{ 'src/plan/charter/a.test.ts': "import { x } from 'fast-check';\nimport test from 'node:test';" }],
});
