import type { ClockDep, LogDep } from '#kernel';
import type { AlertState, MonitorConfig } from './contract.ts';
import { evaluateAlerts, type AlertDeps } from './evaluate-alerts.ts';

/** Evaluates the alert rules again and again until stopped; a firing rule is a warning in the log. */
export const watchAlerts = (
  deps: AlertDeps & ClockDep & LogDep,
  config: MonitorConfig,
  everyMs = 15_000,
): (() => void) => {
  const firing = new Set<string>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const tell = ({ rule, state, says }: AlertState): void => {
    if (state === 'firing' && !firing.has(rule.id)) deps.log('warn', 'an alert fires', { rule: rule.id, says });
    if (state !== 'firing' && firing.has(rule.id)) deps.log('info', 'an alert is resolved', { rule: rule.id, says });
    if (state === 'firing') firing.add(rule.id);
    else firing.delete(rule.id);
  };

  const look = async (): Promise<void> => {
    try {
      (await evaluateAlerts(deps, deps.clock.now(), config)).forEach(tell);
    } catch (thrown) {
      deps.log('warn', 'the alerts could not be evaluated', { why: String(thrown) });
    }
    if (!stopped) timer = setTimeout(() => void look(), everyMs).unref();
  };
  void look();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
};
