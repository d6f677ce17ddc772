import type { RunEvent, StageReport } from '../run-events.ts';
import { faultText } from './render-fault.ts';
import type { TerminalDep } from './terminal.ts';

/** Seconds for people: tenths below ten, whole seconds below two minutes, then minutes. */
export const durationText = (seconds: number): string => {
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  return seconds < 120 ? `${Math.round(seconds)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
};

const marks = { fresh: ['=', 'dim'], ran: ['✓', 'green'], failed: ['✗', 'red'], skipped: ['-', 'yellow'] } as const;

const detailOf = ({ status, reason, records }: StageReport): string => {
  if (status === 'fresh') return 'nothing changed';
  if (status === 'ran') return `${records} record${records === 1 ? '' : 's'}; ${reason}`;
  return reason;
};

/** One line a stage: mark, name, outcome, time, why. */
export const reportLine = ({ terminal }: TerminalDep, report: StageReport): string => {
  const [mark, colour] = marks[report.status];
  const line = `${terminal.paint(colour, mark)} ${report.name.padEnd(12)} ${report.status.padEnd(8)} ${durationText(report.seconds).padStart(7)}  ${detailOf(report)}`;
  return report.fault === undefined ? line : `${line}\n\n${faultText(report.fault)}`;
};

/** Counts as they are, byte counts as a share. */
const countText = (done: number, total: number): string =>
  total > 1_000_000 ? ` ${Math.round((100 * done) / total)} %` : ` ${done}/${total}`;

const progressLine = ({
  stage,
  message,
  done,
  total,
  secondsLeft,
}: RunEvent & { readonly type: 'stage-progress' }): string => {
  const counts = done === undefined || total === undefined ? '' : countText(done, total);
  const left = secondsLeft === undefined ? '' : `, about ${durationText(secondsLeft)} left`;
  return `… ${stage}: ${message}${counts}${left}`;
};

/** Shows the events of a run as they come: lines for people, one JSON object a line with --json. */
export const showRunEvent = (deps: TerminalDep, event: RunEvent): void => {
  const { terminal } = deps;
  if (event.type === 'stage-progress') {
    terminal.status(progressLine(event));
    terminal.event(event);
    return;
  }
  if (event.type === 'stage-end') {
    terminal.out(reportLine(deps, event.report));
    const { report } = event;
    terminal.event({
      type: 'stage-end',
      stage: report.name,
      status: report.status,
      seconds: report.seconds,
      records: report.records,
      reason: report.reason,
      ...(report.fault ? { fault: report.fault.code, what: report.fault.what, remedy: report.fault.remedy } : {}),
    });
    return;
  }
  if (event.type === 'stage-start') terminal.status(`… ${event.stage}: ${event.reason}`);
  terminal.event(event);
};
