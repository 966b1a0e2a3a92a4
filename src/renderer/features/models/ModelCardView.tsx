import type { ReactNode } from 'react';
import type { ModelCard } from '../../../shared/contract/schemas.ts';
import { Panel } from '../../ui/Panel.tsx';
import { dateTime, fixed } from '../../ui/quantity.ts';
import { figureRows, settingRows } from './cardWords.ts';

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
        <Facts name="On test cells" rows={figureRows(card.figures)} />
        <Facts name="Settings" rows={settingRows(card.settings, card.seeds)} />
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
