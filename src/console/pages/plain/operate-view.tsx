import { capacitySchema } from '#improve/operate/contract';
import { formatQuantity } from '../../ui/format-quantity.ts';
import { Facts, Section } from '../../ui/section.tsx';
import { VerdictBadge } from '../../ui/state-badge.tsx';
import { OneRecord } from './one-record.tsx';

/** What one process can carry, against what the charter needs. */
export const OperateView = () => (
  <OneRecord type="operate/capacity" schema={capacitySchema}>
    {(body) => (
      <Section title="Capacity of one process" says={body.method}>
        <Facts
          items={[
            [
              'Verdict',
              <VerdictBadge key="verdict" verdict={body.enough ? 'pass' : 'fail'}>
                {body.enough ? 'enough' : 'not enough'}
              </VerdictBadge>,
            ],
            [
              'Answers a second',
              `${formatQuantity({ value: body.answersPerSecond }, 'count').value} at ${body.concurrency} at once`,
            ],
            ['Latency p95', formatQuantity({ value: body.latencyP95Ms }, 'ms').value],
            ['A month at half load', `${Math.round(body.answersPerMonthAtHalfLoad).toLocaleString('en-GB')} answers`],
            ['Needed a month', `${body.neededPerMonth.toLocaleString('en-GB')} answers`],
          ]}
        />
      </Section>
    )}
  </OneRecord>
);
