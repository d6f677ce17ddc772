import { stageNames, stagePhases } from '../../src/kernel/stage-name.ts';
import { anatomyFaults } from './anatomy.ts';
import { longFiles, longStages } from './budgets.ts';
import { checkRule } from './check-rule.ts';
import { codeOf, readRepository } from './repository.ts';

const repository = readRepository();
const code = codeOf(repository);

const parts = ['README.md', 'index.ts', 'contract.ts', 'errors.ts', 'stage.ts', 'verb.test.ts'];
const complete = Object.fromEntries(
  stageNames.flatMap((name) => parts.map((part) => [`src/${stagePhases[name]}/${name}/${part}`, ''])),
);
const without = (path: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(complete).filter(([known]) => known !== path));

checkRule(repository, {
  name: 'every stage has the same anatomy',
  check: anatomyFaults,
  violations: [
    ...parts.slice(0, -1).map((part) => ({
      files: without(`src/plan/charter/${part}`),
      says: new RegExp(`^src/plan/charter/${part} is missing$`),
    })),
    { files: without('src/run/serve/verb.test.ts'), says: /^src\/run\/serve\/ has no test$/ },
    { files: { ...complete, 'src/plan/vision/a.ts': '' }, says: /^src\/plan\/vision\/a\.ts belongs to no unit$/ },
    { files: { ...complete, 'src/utils/a.ts': '' }, says: /^src\/utils\/a\.ts belongs to no unit$/ },
  ],
  allowed: [complete],
});

checkRule(code, {
  name: 'no file has more than 300 lines',
  check: longFiles,
  violations: [{ files: { 'src/a.ts': 'x\n'.repeat(301) }, says: /301 lines/ }],
  allowed: [{ 'src/a.ts': 'x\n'.repeat(300) }],
});

checkRule(code, {
  name: 'the median file of a stage has at most 80 lines',
  check: longStages,
  violations: [
    {
      files: {
        'src/run/serve/a.ts': 'x\n'.repeat(70),
        'src/run/serve/b.ts': 'x\n'.repeat(92),
        'src/run/serve/c.test.ts': '',
      },
      says: /src\/run\/serve\/: the median file has 81 lines/,
    },
  ],
  allowed: [{ 'src/run/serve/a.ts': 'x\n'.repeat(80), 'src/run/serve/b.test.ts': 'x\n'.repeat(299) }],
});
