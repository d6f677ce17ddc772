import type { Checks, Gate } from '../contract.ts';
import type { Facts, GateRule } from '../facts.ts';

type ModelFact = Checks['models'][number];
type Rules = Facts['charter']['body']['constraints'];

const isUnread = ({ licence }: ModelFact): boolean => licence === undefined;

const holds = (allowed: readonly string[], value: string | undefined): boolean =>
  allowed.length === 0 || allowed.some((each) => each.toLowerCase() === value?.toLowerCase());

const licenceProblems = ({ licences, access }: Rules, models: readonly ModelFact[]): readonly string[] =>
  models.flatMap((model) => [
    ...(holds(licences, model.licence) ? [] : [`model ${model.id} has licence ${model.licence}`]),
    ...(holds(access, model.access) ? [] : [`model ${model.id} is ${model.access}`]),
  ]);

const sourceProblems = ({ dataset, policy }: Facts): readonly string[] =>
  (dataset?.body.sources ?? []).flatMap(({ id }) => {
    const uses = policy?.body.sources[id]?.allowedUses ?? [];
    const missing = (['retrieval', 'display'] as const).filter((use) => !uses.includes(use));
    return missing.length === 0 ? [] : [`source ${id} may not be used for ${missing.join(' and ')}`];
  });

const sourceLicences = ({ dataset, policy }: Facts): string =>
  (dataset?.body.sources ?? []).map(({ id }) => `${id} ${policy?.body.sources[id]?.licence ?? 'unknown'}`).join(', ');

const modelGate = (
  facts: Facts,
  problems: readonly string[],
  gate: Pick<Gate, 'id' | 'name' | 'target'> & { readonly fine: string },
): Gate => {
  const unread = facts.checks.body.models.filter(isUnread).map(({ id }) => id);
  const verdict = problems.length > 0 ? 'fail' : unread.length > 0 ? 'unknown' : 'pass';
  const { fine, ...rest } = gate;
  const says =
    problems.length > 0
      ? `${problems.join('; ')}.`
      : unread.length > 0
        ? `The card of ${unread.join(', ')} could not be read.`
        : fine;
  return { ...rest, verdict, blocking: true, says, evidence: facts.checks.hash };
};

const read = ({ checks }: Facts): readonly ModelFact[] => checks.body.models.filter((model) => !isUnread(model));

/** Licences and access of the models, and the uses the owners of the sources allow, against charter and policy. */
export const licenceGate: GateRule = (facts) => {
  const rules = facts.charter.body.constraints;
  const models = read(facts);
  const named = models.map(({ id, licence, access }) => `${id} ${licence} (${access})`).join(', ') || 'no model';
  return [
    modelGate(facts, [...licenceProblems(rules, models), ...sourceProblems(facts)], {
      id: 'licence',
      name: 'Licences',
      target: `${rules.licences.length > 0 ? rules.licences.join(', ') : 'any licence'}; ${rules.access.join(', ')}; sources may be retrieved and displayed`,
      fine: `Models: ${named}. Sources: ${sourceLicences(facts) || 'none'}.`,
    }),
  ];
};

/** Where prompts are processed, against the charter. */
export const residencyGate: GateRule = (facts) => {
  const { residency } = facts.charter.body.constraints;
  const models = read(facts);
  const problems = models
    .filter((model) => !holds(residency, model.residency))
    .map((model) => `model ${model.id} processes in ${model.residency}`);
  const named = models.map((model) => `${model.id} in ${model.residency}`).join(', ');
  return [
    modelGate(facts, problems, {
      id: 'residency',
      name: 'Residency',
      target: residency.join(', '),
      fine: named === '' ? 'No model sees a prompt.' : `Processed: ${named}.`,
    }),
  ];
};
