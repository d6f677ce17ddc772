/** A value, or an expected failure that the caller can act on. Bugs throw instead. */
export type Result<Value, Failure> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure };

/** Wraps a success. */
export const ok = <Value>(value: Value): Result<Value, never> => ({ ok: true, value });

/** Wraps an expected failure. */
export const err = <Failure>(error: Failure): Result<never, Failure> => ({ ok: false, error });

/** Turns a list of results into a result of the list; the first failure wins. */
export const allOk = <Value, Failure>(
  results: readonly Result<Value, Failure>[],
): Result<readonly Value[], Failure> => {
  const values: Value[] = [];
  for (const result of results) {
    if (!result.ok) return result;
    values.push(result.value);
  }
  return ok(values);
};
