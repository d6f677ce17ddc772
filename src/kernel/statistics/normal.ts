import { requireShare } from './interval.ts';

const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** P(Z > z) for z >= 3 by the continued fraction of the Mills ratio (Abramowitz & Stegun 26.2.14). */
const farTail = (z: number): number => {
  let fraction = z;
  for (let term = 150; term >= 1; term--) fraction = z + term / fraction;
  return density(z) / fraction;
};

/** The standard normal distribution function, to about 1e-15 (series of Marsaglia, J. Stat. Softw. 11(4), 2004). */
export const normalCdf = (z: number): number => {
  if (z >= 3) return 1 - farTail(z);
  if (z <= -3) return farTail(-z);
  let term = z;
  let sum = z;
  for (let odd = 3; Math.abs(term) > 1e-17; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + sum * density(z);
};

const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);

/** Rational approximations of algorithm AS 241, PPND16: centre, tail, far tail. */
const centre = {
  over: [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087,
    33430.57558358813, 2509.0809287301227,
  ],
  under: [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
};
const tail = {
  over: [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  under: [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
};
const far = {
  over: [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  under: [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5,
    1.421511758316446e-7, 2.0442631033899397e-15,
  ],
};

/** The z with P(Z <= z) = p, for p in (0, 1), to about 1e-16 relative (Wichura, Appl. Stat. 37(3), 1988). */
export const normalQuantile = (p: number): number => {
  requireShare('p', p);
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(centre.over, r)) / polynomial(centre.under, r);
  }
  const root = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const [{ over, under }, shift] = root <= 5 ? ([tail, 1.6] as const) : ([far, 5] as const);
  return (Math.sign(q) * polynomial(over, root - shift)) / polynomial(under, root - shift);
};

/** The z of a two-sided interval: 1.96 for a level of 0.95. */
export const twoSidedZ = (level: number): number => {
  requireShare('level', level);
  return normalQuantile((1 + level) / 2);
};
