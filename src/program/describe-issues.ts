import type { z } from 'zod';

const valueAt = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('') || '(the whole file)';

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}...` : text);

const expectation = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'unrecognized_keys')
    return `unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}; remove it or check its spelling`;
  return issue.message.replace(/^Invalid (input|option|string|number): /, '');
};

/** Key, value and expectation of each problem, the first five. */
export const describeIssues = (issues: readonly z.core.$ZodIssue[], given: unknown): string => {
  const told = issues.slice(0, 5).map((issue) => {
    const value = valueAt(given, issue.path);
    const has =
      issue.code === 'unrecognized_keys'
        ? ''
        : ` is ${shorten(value === undefined ? 'missing' : JSON.stringify(value))};`;
    return `${pathText(issue.path)}${has} ${expectation(issue)}`;
  });
  const more = issues.length > 5 ? `; and ${issues.length - 5} more` : '';
  return `${told.join('; ')}${more}`;
};
