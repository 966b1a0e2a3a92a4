/** Loads a package that may be absent. Injected by the app, where dynamic import() fails inside an archive. */
export type LoadOptional = (name: string) => Promise<unknown>;

/** The name is a variable so that neither bundler nor compiler insists on the package. */
export const importOptional: LoadOptional = async (name) => {
  const loaded: unknown = await import(/* @vite-ignore */ name);
  return loaded;
};

/** First line of why something failed, fit for the middle of a sentence. */
export function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'MODULE_NOT_FOUND')) {
    return 'not installed';
  }
  const text = error instanceof Error ? error.message : String(error);
  return (text.split('\n')[0] ?? text).replace(/\.$/, '');
}
