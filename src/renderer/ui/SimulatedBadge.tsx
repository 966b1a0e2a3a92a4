/** The device itself reports that it is simulated; nothing in the window can hide this. */
export function SimulatedBadge() {
  return (
    <span
      className="simulated-badge"
      data-testid="simulated-badge"
      role="status"
      title="This signal comes from a simulated cell, not from a patched one."
    >
      <span>Simulated</span>
    </span>
  );
}
