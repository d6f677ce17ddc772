import { checkRule } from './check-rule.ts';
import { classes, clockReadings, suppressions, weakTests } from './code-rules.ts';
import { codeOf, readRepository } from './repository.ts';

const code = codeOf(readRepository());
const comment = (...parts: readonly string[]): string => `const a = 1; // ${parts.join('')}\n`;

checkRule(code, {
  name: 'no check is silenced',
  check: suppressions,
  violations: [
    comment('oxlint-', 'disable-next-line complexity'),
    comment('eslint-', 'disable'),
    comment('@ts-', 'ignore'),
    comment('@ts-', 'expect-error'),
    comment('@ts-', 'nocheck'),
    comment('prettier-', 'ignore'),
    comment('node:coverage ', 'ignore next'),
  ].map((content) => ({ files: { 'src/a.ts': content }, says: /silences a check/ })),
});

checkRule(code, {
  name: 'tests are whole and use real collaborators',
  check: weakTests,
  violations: [
    { files: { 'src/a.test.ts': `test.${'only'}('x', () => {});` }, says: /only/ },
    { files: { 'src/a.test.ts': `context.mock.${'module'}('./b.ts');` }, says: /module mock/ },
  ],
});

checkRule(code, {
  name: 'stages and kernel take their clock',
  check: clockReadings,
  violations: [{ files: { 'src/run/serve/a.ts': 'const now = new Date();' }, says: /reads the clock/ }],
  allowed: [
    { 'src/run/serve/a.ts': '// not new Date()\nconst iso = new Date(at).toISOString();' },
    { 'src/run/serve/a.test.ts': 'const now = new Date();' },
    { 'src/platform/clock/a.ts': 'const now = new Date();' },
  ],
});

checkRule(code, {
  name: 'the only classes are errors',
  check: classes,
  violations: [{ files: { 'src/a.ts': 'export class Manager {}' }, says: /not an Error/ }],
  allowed: [{ 'src/a.ts': 'export class FaultError extends Error {}' }],
});
