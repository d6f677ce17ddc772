/** The sum of products. The query has doubles, since a float would be widened again for every row. */
export const dot = (vector: Float32Array, query: Float64Array): number => {
  let sum = 0;
  for (let axis = 0; axis < vector.length; axis += 1) sum += (vector[axis] ?? 0) * (query[axis] ?? 0);
  return sum;
};

/** The length of a vector as a factor that makes it 1; zero for a vector without direction. */
export const scaleOf = (vector: Float32Array): number => {
  const square = dot(vector, Float64Array.from(vector));
  return square === 0 ? 0 : 1 / Math.sqrt(square);
};
