import type { ModelsView } from '#build/models/contract';
import { Section } from '../../ui/section.tsx';

type Model = ModelsView['models'][number];

const isSame = (models: readonly Model[], index: number): boolean =>
  new Set(models.map(({ facts }) => facts[index]?.[1])).size === 1;

/** Some models side by side; what they have in common is muted. */
export const CompareModels = ({ models }: { readonly models: readonly Model[] }) => (
  <Section title="Side by side">
    <div id="side-by-side" className="overflow-x-auto" role="region" aria-label="Models side by side" tabIndex={0}>
      <table className="w-full text-left">
        <thead>
          <tr>
            <th scope="col" className="sr-only">
              Fact
            </th>
            {models.map(({ card }) => (
              <th key={card.id} scope="col" className="min-w-44 px-2 py-1.5 font-semibold">
                {card.id}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {models[0]?.facts.map(([name], index) => (
            <tr key={name} className={`border-t align-top ${isSame(models, index) ? 'text-muted' : ''}`}>
              <th scope="row" className="text-muted py-1.5 pr-4 font-normal whitespace-nowrap">
                {name}
              </th>
              {models.map(({ card, facts }) => (
                <td key={card.id} className="px-2 py-1.5">
                  {facts[index]?.[1]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </Section>
);
