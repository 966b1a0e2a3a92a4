import type { ResponseOf } from '../../../../shared/contract/contract.ts';
import { comparedGroups } from './comparedGroups.ts';
import { fixed, significant } from '../../../ui/quantity.ts';

type Compared = ResponseOf<'drug:compare'>;

/** Two stored experiments side by side: what was asked differently, and what came of it. */
export function ComparedStudies({ compared }: { readonly compared: Compared }) {
  return (
    <>
      <h3>The open experiment (A) against the other (B)</h3>
      <ul className="notes">
        {compared.differences.map((difference) => (
          <li key={difference}>{difference}</li>
        ))}
      </ul>
      {compared.levels.length > 0 && <ComparedLevels levels={compared.levels} />}
      {compared.washes.map((wash) => (
        <ComparedWash key={`${wash.cell} ${wash.condition}`} wash={wash} />
      ))}
      {compared.levels.length + compared.washes.length === 0 && (
        <p className="fine">They share no concentration and no time course of one cell in one condition.</p>
      )}
    </>
  );
}

function median(value: { readonly median: number } | null): string {
  return value === null ? '–' : fixed(value.median, 0);
}

function ComparedLevels({ levels }: { readonly levels: Compared['levels'] }) {
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col" className="num">
            nM
          </th>
          <th scope="col">Outcome A</th>
          <th scope="col">Outcome B</th>
          <th scope="col" className="num">
            APD90 A, ms
          </th>
          <th scope="col" className="num">
            APD90 B, ms
          </th>
        </tr>
      </thead>
      {comparedGroups(levels).map(([title, group]) => (
        <tbody key={title}>
          <tr className="group-row">
            <th scope="rowgroup" colSpan={5}>
              {title}
            </th>
          </tr>
          {group.map(({ nM, outcomes, apd90Ms }) => (
            <tr key={nM}>
              <th scope="row" className="num">
                {nM}
              </th>
              <td>{outcomes[0]}</td>
              <td>{outcomes[1]}</td>
              <td className="num">{median(apd90Ms[0])}</td>
              <td className="num">{median(apd90Ms[1])}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  );
}

function ComparedWash({ wash }: { readonly wash: Compared['washes'][number] }) {
  return (
    <>
      <h4>
        {wash.cell}, {wash.condition}
      </h4>
      <ul className="notes">
        <li>A: {wash.stops[0]}</li>
        <li>B: {wash.stops[1]}</li>
      </ul>
      <table className="table" data-testid="compared-wash">
        <thead>
          <tr>
            <th scope="col" className="num">
              From, s
            </th>
            <th scope="col" className="num">
              A, nM
            </th>
            <th scope="col" className="num">
              B, nM
            </th>
            <th scope="col">Outcome A</th>
            <th scope="col">Outcome B</th>
            <th scope="col" className="num">
              APD90 A, ms
            </th>
            <th scope="col" className="num">
              APD90 B, ms
            </th>
            <th scope="col" className="num">
              Calcium A, nM
            </th>
            <th scope="col" className="num">
              Calcium B, nM
            </th>
          </tr>
        </thead>
        <tbody>
          {wash.intervals.map(({ fromS, nM, outcomes, apd90Ms, calciumNm }) => (
            <tr key={fromS}>
              <th scope="row" className="num">
                {fromS}
              </th>
              <td className="num">{significant(nM[0], 3)}</td>
              <td className="num">{significant(nM[1], 3)}</td>
              <td>{outcomes[0]}</td>
              <td>{outcomes[1]}</td>
              <td className="num">{median(apd90Ms[0])}</td>
              <td className="num">{median(apd90Ms[1])}</td>
              <td className="num">{median(calciumNm[0])}</td>
              <td className="num">{median(calciumNm[1])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
