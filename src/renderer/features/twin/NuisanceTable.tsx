import type { Twin } from '../../state/appState.ts';
import { significant } from '../../ui/quantity.ts';

/** What the rig added to the current, inferred with the cell. */
export function NuisanceTable({ nuisance }: { nuisance: Twin['nuisance'] }) {
  return (
    <div className="pad">
      <p className="fine">What electrode, seal and amplifier added to the current, inferred together with the cell.</p>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Artefact</th>
            <th scope="col" className="num">
              Value
            </th>
            <th scope="col" className="num">
              ± SD
            </th>
            <th scope="col">Unit</th>
          </tr>
        </thead>
        <tbody>
          {nuisance.map(({ id, label, value, sd, unit }) => (
            <tr key={id}>
              <th scope="row">{label}</th>
              <td className="num">{significant(value, 3)}</td>
              <td className="num muted">{significant(sd, 2)}</td>
              <td className="muted">{unit}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
