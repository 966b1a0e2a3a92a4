/** Combinations of parameters that this recording cannot tell, in words. */
export function NotIdentifiableList({ notIdentifiable }: { notIdentifiable: readonly string[] }) {
  if (notIdentifiable.length === 0)
    return <p className="fine pad">The recording tells every combination of parameters better than the prior did.</p>;
  return (
    <div className="pad">
      <p className="fine">This recording cannot tell these apart. Their values come from the prior; another protocol may tell them.</p>
      <ul className="not-identifiable-list">
        {notIdentifiable.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </div>
  );
}
