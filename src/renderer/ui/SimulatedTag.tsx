/** Beside everything that came from a simulated cell. */
export function SimulatedTag() {
  return <span className="simulated-tag">Simulated</span>;
}
