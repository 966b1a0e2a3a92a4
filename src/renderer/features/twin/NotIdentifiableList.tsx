/** Combinations of parameters that are not identifiable from this recording, in words. */
export function NotIdentifiableList({ notIdentifiable }: { notIdentifiable: readonly string[] }) {
  if (notIdentifiable.length === 0) return <p className="fine pad">Every combination of parameters is identifiable from this recording.</p>;
  return (
    <div className="pad">
      <p className="fine">
        These are not identifiable from this recording. Their values come from the prior; another protocol may inform them.
      </p>
      <ul className="not-identifiable-list">
        {notIdentifiable.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </div>
  );
}
