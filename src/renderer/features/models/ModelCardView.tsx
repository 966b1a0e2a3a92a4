import type { ReactNode } from 'react';
import type { ModelCard } from '../../../shared/contract/schemas.ts';
import { Panel } from '../../ui/Panel.tsx';
import { dateTime, fixed, significant } from '../../ui/quantity.ts';

/** Everything a reader needs to judge a network: data, seeds, settings, figures, limits. */
export function ModelCardView({ card, origin, children }: { card: ModelCard; origin: string; children?: ReactNode }) {
  return (
    <Panel
      title={card.id}
      className="model-card"
      aside={
        <span className="fine num">
          {origin} · {dateTime(card.createdAt)}
        </span>
      }
    >
      {children}
      <Facts
        name="Network"
        rows={[
          ['Protocol', card.protocolId],
          ['Architecture', card.architecture],
          ['Population', card.population],
          ['Cells', card.cells.toLocaleString('en-GB')],
          ['Samples seen', card.samplesSeen.toLocaleString('en-GB')],
          ['Weights', `${fixed(card.weightsBytes / 1e6, 2)} MB`],
          ['SHA-256', card.weightsSha256],
        ]}
      />
      <div>
        <Facts name="Figures" rows={Object.entries(card.figures).map(([key, value]) => [key, significant(value, 4)])} />
        <Facts
          name="Settings"
          rows={[
            ...Object.entries(card.settings).map(([key, value]) => [key, String(value)] as const),
            ...Object.entries(card.seeds).map(([key, value]) => [`seed ${key}`, String(value)] as const),
          ]}
        />
      </div>
      {card.limits.length > 0 && (
        <div className="card-limits">
          <h3>Limits</h3>
          <ul className="notes">
            {card.limits.map((limit) => (
              <li key={limit}>{limit}</li>
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}

function Facts({ name, rows }: { name: string; rows: readonly (readonly [string, string])[] }) {
  return (
    <div>
      <h3>{name}</h3>
      <dl className="facts">
        {rows.map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
