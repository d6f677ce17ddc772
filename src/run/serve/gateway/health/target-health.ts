/** What a process knows about a target from its own calls. */
export interface TargetHealth {
  failuresInRow: number;
  /** Monotonic milliseconds until which nobody asks it; 0 while its circuit is closed. */
  openUntil: number;
  /** One call is finding out whether it is well again. */
  isProbing: boolean;
  /** It told us to wait until then. */
  coolUntil: number;
  /** Moving average of the time to the first byte; 0 before the first. */
  averageMs: number;
  averagedAt: number;
  inFlight: number;
  /** Calls that were made of it, and those that it failed, since the start. */
  asked: number;
  failures: number;
}

export interface BreakerSettings {
  readonly failures: number;
  readonly openMs: number;
}

export const newHealth = (): TargetHealth => ({
  failuresInRow: 0,
  openUntil: 0,
  isProbing: false,
  coolUntil: 0,
  averageMs: 0,
  averagedAt: 0,
  inFlight: 0,
  asked: 0,
  failures: 0,
});

/** Whether a call may be made now: the circuit is closed, or its time is over and nobody probes yet. */
export const isClosed = ({ openUntil, isProbing }: TargetHealth, now: number): boolean =>
  openUntil === 0 || (now >= openUntil && !isProbing);

/** A call begins. */
export const began = (health: TargetHealth): void => {
  health.inFlight += 1;
  health.asked += 1;
  if (health.openUntil !== 0) health.isProbing = true;
};

/** A call was given up by us or by the client: it says nothing about the target. */
export const gaveUp = (health: TargetHealth): void => {
  health.inFlight -= 1;
  health.isProbing = false;
};

/** A call was answered. */
export const succeeded = (health: TargetHealth): void => {
  health.inFlight -= 1;
  health.failuresInRow = 0;
  health.openUntil = 0;
  health.isProbing = false;
};

/** A call failed; enough in a row, or one probe, open the circuit. */
export const failed = (health: TargetHealth, now: number, { failures, openMs }: BreakerSettings): void => {
  health.inFlight -= 1;
  health.failuresInRow += 1;
  health.failures += 1;
  health.isProbing = false;
  if (health.openUntil !== 0 || health.failuresInRow >= failures) health.openUntil = now + openMs;
};

/** Time after which a sample counts half. */
const halfLifeMs = 10_000;

/** Takes the time to a first byte into the average: peaks count at once, and fade. */
export const sampled = (health: TargetHealth, now: number, milliseconds: number): void => {
  const age = Math.max(0, now - health.averagedAt);
  const kept = health.averageMs === 0 || milliseconds > health.averageMs ? 0 : 0.5 ** (age / halfLifeMs + 0.2);
  health.averageMs = health.averageMs * kept + milliseconds * (1 - kept);
  health.averagedAt = now;
};

/** What asking it next would cost in time: its average, times the calls before ours. */
export const loadOf = ({ averageMs, inFlight }: TargetHealth): number => averageMs * (inFlight + 1);
