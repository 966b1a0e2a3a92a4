/** Combinations of parameters that this recording cannot tell, in words. */
export function DarkList({ dark }: { dark: readonly string[] }) {
  if (dark.length === 0) return <p className="fine pad">The recording tells every combination of parameters better than the prior did.</p>;
  return (
    <div className="pad">
      <p className="fine">This recording cannot tell these apart. Their values come from the prior; another protocol may tell them.</p>
      <ul className="dark-list">
        {dark.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </div>
  );
}
