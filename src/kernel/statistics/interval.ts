/** A number with its uncertainty: no report or screen shows a bare mean. */
export interface Estimate {
  /** The point estimate, in the unit of the data. */
  readonly value: number;
  /** Lower end of the interval, same unit, always finite. */
  readonly low: number;
  /** Upper end of the interval, same unit, always finite. */
  readonly high: number;
  /** The confidence the interval really has, in (0, 1); lower than asked only where a method says so. */
  readonly level: number;
  /** How many independent units it rests on: values, or clusters when the values are clustered. */
  readonly n: number;
  /** How the interval was made, for the reader: 'wilson', 'bca-bootstrap', ... */
  readonly method: string;
}

/** Ends that a quantity cannot pass, such as 0 and 1 for a score. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The range of a score, a rate or a proportion. */
export const unitRange: Range = { min: 0, max: 1 };

/** Brings a value into a range. */
export const clamp = (value: number, { min, max }: Range): number => Math.min(max, Math.max(min, value));

/** Throws a RangeError unless the value lies strictly between 0 and 1: a level, an alpha, a share. */
export const requireShare = (name: string, value: number): void => {
  if (!(value > 0 && value < 1)) {
    throw new RangeError(`${name} must lie strictly between 0 and 1, got ${value}`);
  }
};

/** Throws a RangeError unless all values are finite: a NaN in the data must not become a verdict. */
export const requireFinite = (name: string, values: readonly number[]): void => {
  const index = values.findIndex((value) => !Number.isFinite(value));
  if (index >= 0) throw new RangeError(`${name}[${index}] is ${values[index]}, not a finite number`);
};
