export interface TokenVectors {
  /** Padded length of every row. */
  readonly width: number;
  readonly dimensions: number;
  /** Tokens that count, for each row. */
  readonly lengths: readonly number[];
}

/** The mean of the token vectors of each row, scaled to length 1; a row without direction stays zero. */
export const poolMean = (values: Float32Array, { width, dimensions, lengths }: TokenVectors): readonly Float32Array[] =>
  lengths.map((length, row) => {
    const pooled = new Float32Array(dimensions);
    for (let token = 0; token < length; token += 1) {
      const offset = (row * width + token) * dimensions;
      for (let axis = 0; axis < dimensions; axis += 1)
        pooled[axis] = (pooled[axis] ?? 0) + (values[offset + axis] ?? 0);
    }
    const norm = Math.sqrt(pooled.reduce((sum, value) => sum + value * value, 0));
    return norm === 0 ? pooled : pooled.map((value) => value / norm);
  });
