import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { budgetsQuery, keysQuery, usageQuery } from '../../api/gateway-queries.ts';
import { Button } from '../../ui/button.tsx';
import { shown } from '../../ui/commands.ts';
import { useParam, useSetParams } from '../../ui/location.ts';
import { Section } from '../../ui/section.tsx';
import { ShowCommand } from '../../ui/show-command.tsx';
import { QueryView } from '../../ui/states.tsx';
import { KeyDetail } from './key-detail.tsx';
import { KeyTable, keyRows } from './key-table.tsx';
import { MakeKey } from './make-key.tsx';
import { ShownKey } from './shown-key.tsx';

const Making = () => {
  const setParams = useSetParams();
  const asked = useParam('make') === 'key';
  const [made, setMade] = useState<{ readonly id: string; readonly key: string }>();
  if (made !== undefined) {
    return (
      <ShownKey
        secret={made.key}
        says="Limits can be set now."
        close={() => {
          setMade(undefined);
          setParams({ key: made.id, make: undefined }, true);
        }}
      />
    );
  }
  return asked ? <MakeKey close={() => setParams({ make: undefined }, true)} made={setMade} /> : null;
};

/** The keys of the API: whom they belong to, what they may use, what they used; one opens beside the list. */
export const KeysView = () => {
  const { data: limits } = useQuery(budgetsQuery());
  const { data: usage } = useQuery(usageQuery({ by: 'day,key', days: 30 }));
  const selected = useParam('key');
  const setParams = useSetParams();
  return (
    <div className="@container">
      <div
        className={
          selected === undefined ? '' : 'grid grid-cols-1 gap-6 @4xl:grid-cols-[minmax(0,1fr)_minmax(420px,46%)]'
        }
      >
        <Section
          title="Keys"
          says="only hashes are kept"
          aside={
            <>
              <ShowCommand short of={shown.keys()} />
              <Button look="primary" icon={KeyRound} onClick={() => setParams({ make: 'key' })}>
                Make a key
              </Button>
            </>
          }
        >
          <QueryView query={useQuery(keysQuery())}>
            {({ keys }) => (
              <KeyTable
                rows={keyRows(keys, limits?.budgets ?? [], usage?.rows ?? [])}
                selected={selected}
                onOpen={(key) => setParams({ key })}
              />
            )}
          </QueryView>
        </Section>
        {selected !== undefined && (
          <KeyDetail key={selected} id={selected} close={() => setParams({ key: undefined })} />
        )}
      </div>
      <Making />
    </div>
  );
};
