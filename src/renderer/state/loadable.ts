/** A value that main is asked for. `loading` keeps the last value so that a refresh does not blank the screen. */
export type Loadable<T> =
  | { readonly kind: 'empty' }
  | { readonly kind: 'loading'; readonly last: T | null }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'loaded'; readonly value: T };

export const EMPTY: Loadable<never> = { kind: 'empty' };

export function valueOf<T>(loadable: Loadable<T>): T | null {
  switch (loadable.kind) {
    case 'loaded':
      return loadable.value;
    case 'loading':
      return loadable.last;
    default:
      return null;
  }
}

export function toLoading<T>(loadable: Loadable<T>): Loadable<T> {
  return { kind: 'loading', last: valueOf(loadable) };
}
