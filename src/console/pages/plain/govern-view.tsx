import { policySchema, type SourcePolicy } from '#plan/govern/contract';
import { Facts, Section } from '../../ui/section.tsx';
import { OneRecord } from './one-record.tsx';

const days = (retention: string): string => `${retention.replace(/\D/g, '')} days`;

const SourceView = ({ policy }: { readonly policy: SourcePolicy }) => (
  <Facts
    items={[
      ['Owner', policy.owner],
      ['Classification', policy.classification],
      ['Lawful basis', policy.lawfulBasis.replaceAll('-', ' ')],
      ['Kept', days(policy.retention)],
      ['May be used for', policy.allowedUses.join(', ')],
      ['Licence', policy.licence],
      ['Personal data', policy.personalData.replaceAll('-', ' ')],
    ]}
  />
);

/** Who owns each source, and what may be done with it. */
export const GovernView = () => (
  <OneRecord type="govern/policy" schema={policySchema}>
    {({ sources }) => (
      <div className="grid grid-cols-1 gap-x-10 md:grid-cols-2">
        {Object.entries(sources).map(([id, policy]) => (
          <Section key={id} title={id}>
            <SourceView policy={policy} />
          </Section>
        ))}
      </div>
    )}
  </OneRecord>
);
