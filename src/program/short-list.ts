const listed = 3;

/** `a`, `a and b`, `a, b and 3 more`: never longer than a line. */
export const shortList = (names: readonly string[]): string => {
  if (names.length > listed) return `${names.slice(0, listed - 1).join(', ')} and ${names.length - listed + 1} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
};
